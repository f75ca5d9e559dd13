package io.tradeprocessing.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.cli.html.LayeredLayout.Edge;
import io.tradeprocessing.cli.html.LayeredLayout.Node;
import io.tradeprocessing.cli.html.LayeredLayout.Placed;
import io.tradeprocessing.cli.html.LayeredLayout.Point;
import io.tradeprocessing.cli.html.LayeredLayout.Route;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LayeredLayoutTest {

  private static Edge edge(int from, int to) {
    return new Edge(from, to, 40, 17, 1);
  }

  @Test
  void aChainIsAStraightLineDown() {
    List<Node> nodes = List.of(new Node(60, 20), new Node(200, 40), new Node(90, 40));

    Placed placed = LayeredLayout.of(nodes, List.of(edge(0, 1), edge(1, 2)));

    assertThat(placed.width()).isEqualTo(200);
    assertThat(placed.edges())
        .allSatisfy(
            route -> assertThat(route.points()).allSatisfy(p -> assertThat(p.x()).isEqualTo(100)));
    assertThat(placed.nodes().stream().map(Point::y)).isSorted();
  }

  @Test
  void anEdgeBackIsDrawnUpwardsAndTheFirstNodeStaysOnTop() {
    List<Node> nodes = List.of(new Node(60, 20), new Node(60, 20), new Node(60, 20));

    Placed placed = LayeredLayout.of(nodes, List.of(edge(0, 1), edge(1, 2), edge(2, 0)));

    assertThat(placed.edges().stream().map(Route::upward)).containsExactly(false, false, true);
    assertThat(placed.nodes().stream().map(Point::y)).isSorted();
  }

  @Test
  void twoEdgesBetweenTheSameNodesAreApart() {
    Placed placed =
        LayeredLayout.of(
            List.of(new Node(100, 20), new Node(100, 20)), List.of(edge(0, 1), edge(0, 1)));

    assertThat(Math.abs(placed.edges().get(0).label().x() - placed.edges().get(1).label().x()))
        .isGreaterThanOrEqualTo(40);
  }

  /** Whatever the graph looks like. */
  @RepeatedTest(30)
  void nothingLiesOnAnythingElseAndAllIsInside(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int count = 2 + random.nextInt(12);
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new Node(60 + random.nextInt(150), 20 + random.nextInt(80)));
      if (i > 0) {
        edges.add(edge(random.nextInt(i), i));
      }
    }
    for (int i = 0; i < count / 2; i++) {
      int from = random.nextInt(count);
      int to = random.nextInt(count);
      if (from != to) {
        edges.add(edge(from, to));
      }
    }

    Placed placed = LayeredLayout.of(nodes, edges);

    List<Rectangle2D> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Point corner = placed.nodes().get(i);
      taken.add(
          new Rectangle2D.Double(
              corner.x(), corner.y(), nodes.get(i).width(), nodes.get(i).height()));
    }
    placed
        .edges()
        .forEach(
            route ->
                taken.add(
                    new Rectangle2D.Double(
                        route.label().x() - 20, route.label().y() - 8.5, 40, 17)));
    Rectangle2D all =
        new Rectangle2D.Double(-0.01, -0.01, placed.width() + 0.02, placed.height() + 0.02);
    for (int i = 0; i < taken.size(); i++) {
      assertThat(all.contains(taken.get(i))).isTrue();
      for (int j = i + 1; j < taken.size(); j++) {
        assertThat(taken.get(i).intersects(taken.get(j))).isFalse();
      }
    }
    for (int i = 0; i < edges.size(); i++) {
      Route route = placed.edges().get(i);
      int upper = route.upward() ? edges.get(i).to() : edges.get(i).from();
      int lower = route.upward() ? edges.get(i).from() : edges.get(i).to();
      assertThat(route.points().getFirst().y())
          .isEqualTo(placed.nodes().get(upper).y() + nodes.get(upper).height());
      assertThat(route.points().getLast().y()).isEqualTo(placed.nodes().get(lower).y());
      assertThat(route.points().stream().map(Point::y)).isSorted();
    }
  }
}
