package io.tradeprocessing.cli.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places the nodes of a directed graph in layers from top to bottom, and routes its edges between
 * them, each by way of its label, so that no label lies on anything else.
 *
 * @see <a href="https://doi.org/10.1109/TSMC.1981.4308636">Sugiyama, Tagawa and Toda (1981)</a>
 */
final class LayeredLayout {

  private static final double SIDE_GAP = 16;
  private static final double LAYER_GAP = 9;
  private static final double PASSING_WIDTH = 6;
  private static final double MAX_PORT_MARGIN = 14;
  private static final int ORDERING_SWEEPS = 8;
  private static final int PLACING_SWEEPS = 40;

  /** A node by its size. The first one is where the flow begins. */
  record Node(double width, double height) {}

  /**
   * An edge between two different nodes, by their places in the list of nodes.
   *
   * @param weight how much it should be straight, at least 1
   */
  record Edge(int from, int to, double labelWidth, double labelHeight, int weight) {}

  /** In pixels, from the top left. */
  record Point(double x, double y) {}

  /**
   * The way of an edge.
   *
   * @param points from the upper end to the lower
   * @param label the middle of its label
   * @param upward whether the edge leads from the lower end to the upper
   */
  record Route(List<Point> points, Point label, boolean upward) {}

  /**
   * Where everything is.
   *
   * @param nodes the top left corner of each node
   * @param edges the way of each edge
   */
  record Placed(double width, double height, List<Point> nodes, List<Route> edges) {}

  /** What takes up room in a layer: a node, the label of an edge, or an edge that passes by. */
  private static final class Cell {
    private final int layer;
    private final double width;
    private final double height;
    private final List<Link> above = new ArrayList<>();
    private final List<Link> below = new ArrayList<>();
    private double order;
    private double x;

    Cell(int layer, double width, double height) {
      this.layer = layer;
      this.width = width;
      this.height = height;
    }

    double middle(List<Link> links) {
      double sum = 0;
      double weights = 0;
      for (Link link : links) {
        sum += link.cell.x * link.weight;
        weights += link.weight;
      }
      return weights == 0 ? x : sum / weights;
    }
  }

  private record Link(Cell cell, int weight) {}

  private final List<Node> nodes;
  private final List<Edge> edges;
  private final boolean[] upward;
  private final List<Cell> nodeCells = new ArrayList<>();
  private final List<List<Cell>> waysOfEdges = new ArrayList<>();
  private List<List<Cell>> layers = new ArrayList<>();

  private LayeredLayout(List<Node> nodes, List<Edge> edges) {
    this.nodes = nodes;
    this.edges = edges;
    this.upward = new boolean[edges.size()];
  }

  /** Lays a graph out. */
  static Placed of(List<Node> nodes, List<Edge> edges) {
    LayeredLayout layout = new LayeredLayout(nodes, edges);
    layout.turnCycles(0, new int[nodes.size()]);
    layout.fillLayers();
    layout.orderLayers();
    layout.placeCells();
    return layout.placed();
  }

  private int upper(int edge) {
    return upward[edge] ? edges.get(edge).to() : edges.get(edge).from();
  }

  private int lower(int edge) {
    return upward[edge] ? edges.get(edge).from() : edges.get(edge).to();
  }

  /** An edge back to a node that is being visited closes a cycle and is laid out upwards. */
  private void turnCycles(int node, int[] visited) {
    visited[node] = 1;
    for (int e = 0; e < edges.size(); e++) {
      if (edges.get(e).from() == node) {
        int to = edges.get(e).to();
        if (visited[to] == 1) {
          upward[e] = true;
        } else if (visited[to] == 0) {
          turnCycles(to, visited);
        }
      }
    }
    visited[node] = 2;
  }

  /** Nodes stand on the even layers, as deep as the longest way to them; labels on the odd ones. */
  private void fillLayers() {
    int[] depth = new int[nodes.size()];
    for (int round = 0; round < nodes.size(); round++) {
      for (int e = 0; e < edges.size(); e++) {
        depth[lower(e)] = Math.max(depth[lower(e)], depth[upper(e)] + 1);
      }
    }
    int last = Arrays.stream(depth).max().orElse(0);
    IntStream.rangeClosed(0, 2 * last).forEach(_ -> layers.add(new ArrayList<>()));
    for (int n = 0; n < nodes.size(); n++) {
      nodeCells.add(new Cell(2 * depth[n], nodes.get(n).width(), nodes.get(n).height()));
    }
    for (int e = 0; e < edges.size(); e++) {
      waysOfEdges.add(way(e));
    }
    enter(0, new boolean[nodes.size()]);
  }

  private List<Cell> way(int e) {
    Edge edge = edges.get(e);
    Cell from = nodeCells.get(upper(e));
    Cell to = nodeCells.get(lower(e));
    List<Cell> way = new ArrayList<>();
    way.add(new Cell(from.layer + 1, edge.labelWidth(), edge.labelHeight()));
    for (int layer = from.layer + 2; layer < to.layer; layer++) {
      way.add(new Cell(layer, PASSING_WIDTH, 0));
    }
    Cell before = from;
    for (Cell cell : way) {
      link(before, cell, edge.weight());
      before = cell;
    }
    link(before, to, edge.weight());
    return way;
  }

  private static void link(Cell upper, Cell lower, int weight) {
    upper.below.add(new Link(lower, weight));
    lower.above.add(new Link(upper, weight));
  }

  /** In the order in which a walk along the edges finds them, so the first edges stand left. */
  private void enter(int node, boolean[] found) {
    found[node] = true;
    add(nodeCells.get(node));
    for (int e = 0; e < edges.size(); e++) {
      if (upper(e) == node) {
        waysOfEdges.get(e).forEach(this::add);
        if (!found[lower(e)]) {
          enter(lower(e), found);
        }
      }
    }
  }

  private void add(Cell cell) {
    List<Cell> layer = layers.get(cell.layer);
    cell.order = layer.size();
    layer.add(cell);
  }

  /** Moves each cell to the middle of its neighbours, and keeps the order that crosses least. */
  private void orderLayers() {
    List<List<Cell>> best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < ORDERING_SWEEPS && fewest > 0; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int i = 1; i < layers.size(); i++) {
        sort(layers.get(down ? i : layers.size() - 1 - i), down);
      }
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = copy();
      }
    }
    layers = best;
    layers.forEach(LayeredLayout::number);
  }

  private List<List<Cell>> copy() {
    List<List<Cell>> copy = new ArrayList<>();
    layers.forEach(layer -> copy.add(new ArrayList<>(layer)));
    return copy;
  }

  private static void sort(List<Cell> layer, boolean down) {
    layer.sort(
        Comparator.comparingDouble(
            cell ->
                (down ? cell.above : cell.below)
                    .stream().mapToDouble(link -> link.cell.order).average().orElse(cell.order)));
    number(layer);
  }

  private static void number(List<Cell> layer) {
    for (int i = 0; i < layer.size(); i++) {
      layer.get(i).order = i;
    }
  }

  private long crossings() {
    long crossings = 0;
    for (List<Cell> layer : layers) {
      for (int i = 0; i < layer.size(); i++) {
        for (int j = i + 1; j < layer.size(); j++) {
          for (Link left : layer.get(i).below) {
            for (Link right : layer.get(j).below) {
              crossings += left.cell.order > right.cell.order ? 1 : 0;
            }
          }
        }
      }
    }
    return crossings;
  }

  private void placeCells() {
    for (List<Cell> layer : layers) {
      double x = 0;
      for (Cell cell : layer) {
        cell.x = x + cell.width / 2;
        x += cell.width + SIDE_GAP;
      }
    }
    for (int sweep = 0; sweep < PLACING_SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int i = 1; i < layers.size(); i++) {
        straighten(layers.get(down ? i : layers.size() - 1 - i), down);
      }
    }
    double left =
        layers.stream()
            .flatMap(List::stream)
            .mapToDouble(cell -> cell.x - cell.width / 2)
            .min()
            .orElse(0);
    layers.forEach(layer -> layer.forEach(cell -> cell.x -= left));
  }

  /**
   * Moves a layer's cells as near as they can to where their neighbours would have them without
   * changing their order: an isotonic regression, by pooling adjacent violators.
   */
  private static void straighten(List<Cell> layer, boolean down) {
    int n = layer.size();
    double[] offset = new double[n];
    double[] wanted = new double[n];
    for (int i = 0; i < n; i++) {
      Cell cell = layer.get(i);
      if (i > 0) {
        offset[i] = offset[i - 1] + (layer.get(i - 1).width + cell.width) / 2 + SIDE_GAP;
      }
      wanted[i] = cell.middle(down ? cell.above : cell.below) - offset[i];
    }
    double[] mean = new double[n];
    double[] weight = new double[n];
    int[] size = new int[n];
    int pools = 0;
    for (int i = 0; i < n; i++) {
      Cell cell = layer.get(i);
      mean[pools] = wanted[i];
      weight[pools] =
          (down ? cell.above : cell.below).stream().mapToInt(Link::weight).max().orElse(1);
      size[pools] = 1;
      pools++;
      while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
        double sum = weight[pools - 2] + weight[pools - 1];
        mean[pools - 2] =
            (mean[pools - 2] * weight[pools - 2] + mean[pools - 1] * weight[pools - 1]) / sum;
        weight[pools - 2] = sum;
        size[pools - 2] += size[pools - 1];
        pools--;
      }
    }
    int cell = 0;
    for (int pool = 0; pool < pools; pool++) {
      for (int i = 0; i < size[pool]; i++, cell++) {
        layer.get(cell).x = mean[pool] + offset[cell];
      }
    }
  }

  private Placed placed() {
    double[] top = new double[layers.size()];
    double[] bottom = new double[layers.size()];
    double y = 0;
    for (int i = 0; i < layers.size(); i++) {
      top[i] = y;
      bottom[i] = y + layers.get(i).stream().mapToDouble(cell -> cell.height).max().orElse(0);
      y = bottom[i] + LAYER_GAP;
    }
    List<Point> corners =
        nodeCells.stream()
            .map(cell -> new Point(cell.x - cell.width / 2, top[cell.layer]))
            .toList();
    List<Route> routes = new ArrayList<>();
    for (int e = 0; e < edges.size(); e++) {
      Cell from = nodeCells.get(upper(e));
      Cell to = nodeCells.get(lower(e));
      List<Cell> way = waysOfEdges.get(e);
      List<Point> points = new ArrayList<>();
      points.add(new Point(port(from, way.getFirst()), top[from.layer] + from.height));
      for (Cell cell : way) {
        points.add(new Point(cell.x, top[cell.layer]));
        points.add(new Point(cell.x, bottom[cell.layer]));
      }
      points.add(new Point(port(to, way.getLast()), top[to.layer]));
      Cell label = way.getFirst();
      Point middle = new Point(label.x, (top[label.layer] + bottom[label.layer]) / 2);
      routes.add(new Route(List.copyOf(points), middle, upward[e]));
    }
    double width =
        layers.stream()
            .flatMap(List::stream)
            .mapToDouble(cell -> cell.x + cell.width / 2)
            .max()
            .orElse(0);
    return new Placed(width, y - LAYER_GAP, corners, List.copyOf(routes));
  }

  /** Where an edge meets a node: straight above or below its way, if the node is that wide. */
  private static double port(Cell node, Cell way) {
    double reach = node.width / 2 - Math.min(MAX_PORT_MARGIN, node.width / 4);
    return Math.clamp(way.x, node.x - reach, node.x + reach);
  }
}
