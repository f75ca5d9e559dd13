package io.tradeprocessing.cli.html;

import io.tradeprocessing.asl.model.Outline;
import io.tradeprocessing.asl.model.StateType;
import io.tradeprocessing.asl.model.Transition;
import io.tradeprocessing.cli.html.Html.Element;
import io.tradeprocessing.cli.html.LayeredLayout.Placed;
import io.tradeprocessing.cli.html.LayeredLayout.Point;
import io.tradeprocessing.cli.html.LayeredLayout.Route;
import io.tradeprocessing.cli.run.WorkflowActivity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Draws a state machine as SVG, with how often each state was entered and each arrow taken: the
 * branches of a Parallel and the processor of a Map inside it, catchers dashed, what was never
 * taken pale.
 */
final class WorkflowDrawing {

  private static final double MARGIN = 8;
  private static final double STATE_HEIGHT = 42;
  private static final double TITLE_HEIGHT = 40;
  private static final double PART_GAP = 16;
  private static final double PART_PADDING = 14;
  private static final double END_WIDTH = 64;
  private static final double END_HEIGHT = 26;

  /** Widths of a character, rounded up: there is no browser to measure them. */
  private static final double NAME_CHARACTER = 7.7;

  private static final double SMALL_CHARACTER = 6.4;

  private static final int LABEL_LENGTH = 40;

  private final WorkflowActivity activity;

  private WorkflowDrawing(WorkflowActivity activity) {
    this.activity = activity;
  }

  /**
   * The drawing.
   *
   * @param executions that were started
   */
  static Element of(Outline workflow, WorkflowActivity activity, long executions) {
    Part all = new WorkflowDrawing(activity).flow(workflow, Optional.of(executions));
    return Html.element("svg")
        .with("class", "workflow")
        .with("role", "img")
        .with("aria-labelledby", "workflow-title workflow-desc")
        .with("width", all.width() + 2 * MARGIN)
        .with("height", all.height() + 2 * MARGIN)
        .with(
            "viewBox",
            "%s %s %s %s"
                .formatted(-MARGIN, -MARGIN, all.width() + 2 * MARGIN, all.height() + 2 * MARGIN))
        .add(
            Html.element("title", "The workflow with counts on its arrows")
                .with("id", "workflow-title"),
            Html.element(
                    "desc",
                    "States from top to bottom; the arrows' counts are in the table of states and"
                        + " arrows below.")
                .with("id", "workflow-desc"))
        .add(all.shapes());
  }

  /** A piece of the drawing with its top left corner at 0, 0. */
  private record Part(double width, double height, List<Html> shapes) {

    Element at(double x, double y) {
      return Html.element("g")
          .with("transform", "translate(%s %s)".formatted(rounded(x), rounded(y)))
          .add(shapes);
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }

  /** What an arrow says. */
  private record Label(String from, String to, boolean caught, long count, String condition) {

    String number() {
      return Figures.count(count);
    }

    /** A choice's condition is shown; errors are in the tool tip. */
    String shown() {
      String text = caught ? "" : condition;
      return text.length() <= LABEL_LENGTH ? text : text.substring(0, LABEL_LENGTH - 1) + "…";
    }

    double width() {
      return Math.max(number().length() * 7 + 10, shown().length() * SMALL_CHARACTER + 8);
    }

    double height() {
      return shown().isEmpty() ? 17 : 31;
    }

    String sentence() {
      return "%s to %s%s: %s"
          .formatted(
              from,
              to,
              condition.isEmpty() ? "" : (caught ? ", caught " : ", if ") + condition,
              number());
    }
  }

  /**
   * @param executions with start and end, if it is the whole workflow
   */
  private Part flow(Outline flow, Optional<Long> executions) {
    List<Part> states = new ArrayList<>();
    Map<String, Integer> numbers = new LinkedHashMap<>();
    // The layout begins with the first node.
    executions.ifPresent(_ -> states.add(end("Start")));
    for (Outline.Node state : inOrderOfFlow(flow)) {
      numbers.put(state.name(), states.size());
      states.add(state(state));
    }
    List<Label> labels = new ArrayList<>();
    List<LayeredLayout.Edge> edges = new ArrayList<>();
    executions.ifPresent(
        count -> {
          Label label = new Label("Start", flow.startAt(), false, count, "");
          labels.add(label);
          edges.add(edge(0, number(numbers, flow.startAt()), label));
        });
    for (Outline.Node state : flow.states()) {
      for (Label label : arrows(state)) {
        labels.add(label);
        edges.add(edge(number(numbers, label.from()), number(numbers, label.to()), label));
      }
    }
    if (executions.isPresent()) {
      int finish = states.size();
      states.add(end("End"));
      for (Outline.Node state : flow.states()) {
        if (state.terminal()) {
          Label label = new Label(state.name(), "End", false, ended(state), "");
          labels.add(label);
          edges.add(edge(number(numbers, state.name()), finish, label));
        }
      }
    }
    return drawn(states, labels, edges, executions.orElse(activity.entered(flow.startAt())));
  }

  private static int number(Map<String, Integer> numbers, String state) {
    Integer number = numbers.get(state);
    if (number == null) {
      throw new IllegalArgumentException("a checked definition has no state " + state);
    }
    return number;
  }

  private static List<Outline.Node> inOrderOfFlow(Outline flow) {
    List<Outline.Node> states = new ArrayList<>(flow.states());
    states.sort(Comparator.comparingInt(state -> state.name().equals(flow.startAt()) ? 0 : 1));
    return states;
  }

  private static LayeredLayout.Edge edge(int from, int to, Label label) {
    return new LayeredLayout.Edge(
        from, to, label.width(), label.height(), label.caught() ? 1 : label.count() > 0 ? 8 : 4);
  }

  private long ended(Outline.Node state) {
    // A state that fails without being caught ends the flow too; only Fail is drawn so.
    return state.type() == StateType.FAIL
        ? activity.failed(state.name())
        : activity.entered(state.name())
            - activity.failed(state.name())
            - state.transitions().stream()
                .map(Transition::target)
                .distinct()
                .mapToLong(target -> activity.caught(state.name(), target))
                .sum();
  }

  /**
   * A state's arrows to others. Arrows of one kind between the same two states are one, as the
   * counts do not tell them apart.
   */
  private List<Label> arrows(Outline.Node state) {
    Map<Boolean, Map<String, String>> conditions =
        state.transitions().stream()
            .filter(transition -> !transition.target().equals(state.name()))
            .collect(
                Collectors.partitioningBy(
                    transition -> transition.kind() == Transition.Kind.CATCH,
                    Collectors.groupingBy(
                        Transition::target,
                        LinkedHashMap::new,
                        Collectors.mapping(Transition::label, Collectors.joining(" or ")))));
    List<Label> labels = new ArrayList<>();
    conditions.forEach(
        (caught, targets) ->
            targets.forEach(
                (target, condition) ->
                    labels.add(
                        new Label(
                            state.name(),
                            target,
                            caught,
                            caught
                                ? activity.caught(state.name(), target)
                                : activity.taken(state.name(), target),
                            condition))));
    return labels;
  }

  private static Part drawn(
      List<Part> states, List<Label> labels, List<LayeredLayout.Edge> edges, long executions) {
    Placed placed =
        LayeredLayout.of(
            states.stream()
                .map(state -> new LayeredLayout.Node(state.width(), state.height()))
                .toList(),
            edges);
    List<Html> shapes = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      shapes.add(line(placed.edges().get(i), labels.get(i), executions));
    }
    for (int i = 0; i < labels.size(); i++) {
      shapes.add(label(placed.edges().get(i).label(), labels.get(i)));
    }
    for (int i = 0; i < states.size(); i++) {
      Point corner = placed.nodes().get(i);
      shapes.add(states.get(i).at(corner.x(), corner.y()));
    }
    return new Part(placed.width(), placed.height(), shapes);
  }

  private static String classes(Label label) {
    return (label.caught() ? " caught" : "") + (label.count() == 0 ? " unused" : "");
  }

  private static Html line(Route route, Label label, long executions) {
    List<Point> points = route.points();
    Point start = points.getFirst();
    StringBuilder path =
        new StringBuilder("M%s %s".formatted(rounded(start.x()), rounded(start.y())));
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      double middle = rounded((from.y() + to.y()) / 2);
      path.append(
          " C%s %s %s %s %s %s"
              .formatted(
                  rounded(from.x()),
                  middle,
                  rounded(to.x()),
                  middle,
                  rounded(to.x()),
                  rounded(to.y())));
    }
    Point tip = route.upward() ? start : points.getLast();
    int back = route.upward() ? 7 : -7;
    double share = executions == 0 ? 0 : Math.min(1, (double) label.count() / executions);
    return Html.element("g")
        .with("class", "arrow" + classes(label))
        .add(
            Html.element("path")
                .with("d", path.toString())
                .with("stroke-width", label.count() == 0 ? 1 : 1.2 + 1.6 * share),
            Html.element("polygon")
                .with(
                    "points",
                    "%s,%s %s,%s %s,%s"
                        .formatted(
                            rounded(tip.x()),
                            rounded(tip.y()),
                            rounded(tip.x() - 4),
                            rounded(tip.y() + back),
                            rounded(tip.x() + 4),
                            rounded(tip.y() + back))));
  }

  private static Html label(Point middle, Label label) {
    double width = label.width();
    double height = label.height();
    Element group =
        Html.element("g")
            .with("class", "label" + classes(label))
            .add(
                Html.element("title", label.sentence()),
                Html.element("rect")
                    .with("x", middle.x() - width / 2)
                    .with("y", middle.y() - height / 2)
                    .with("width", width)
                    .with("height", height)
                    .with("rx", 3),
                textAt(middle.x(), middle.y() - height / 2 + 12.5, label.number())
                    .with("class", "count"));
    return label.shown().isEmpty()
        ? group
        : group.add(
            textAt(middle.x(), middle.y() - height / 2 + 26, label.shown())
                .with("class", "condition"));
  }

  private static Element textAt(double x, double y, String text) {
    return Html.element("text", text).with("x", x).with("y", y).with("text-anchor", "middle");
  }

  private static Part end(String name) {
    return new Part(
        END_WIDTH,
        END_HEIGHT,
        List.of(
            Html.element("g")
                .with("class", "end")
                .add(
                    Html.element("rect")
                        .with("width", END_WIDTH)
                        .with("height", END_HEIGHT)
                        .with("rx", END_HEIGHT / 2),
                    textAt(END_WIDTH / 2, 17.5, name))));
  }

  private Part state(Outline.Node state) {
    return state.parts().isEmpty() ? leaf(state) : container(state);
  }

  private Part leaf(Outline.Node state) {
    String detail = detail(state);
    double width =
        Math.max(state.name().length() * NAME_CHARACTER, detail.length() * SMALL_CHARACTER) + 26;
    Element outline =
        switch (state.type()) {
          case CHOICE ->
              Html.element("polygon")
                  .with(
                      "points",
                      "0,%s 12,0 %s,0 %s,%s %s,%s 12,%s"
                          .formatted(
                              STATE_HEIGHT / 2,
                              rounded(width - 12),
                              rounded(width),
                              STATE_HEIGHT / 2,
                              rounded(width - 12),
                              STATE_HEIGHT,
                              STATE_HEIGHT));
          case SUCCEED, FAIL -> box(width, STATE_HEIGHT, STATE_HEIGHT / 2);
          default -> box(width, STATE_HEIGHT, 4);
        };
    Element group =
        Html.element("g")
            .with("class", stateClasses(state))
            .add(
                outline,
                textAt(width / 2, 18, state.name()).with("class", "name"),
                textAt(width / 2, 33, detail).with("class", "detail"));
    return new Part(width, STATE_HEIGHT, List.of(group));
  }

  private String stateClasses(Outline.Node state) {
    return "state"
        + (state.type() == StateType.FAIL ? " fail" : "")
        + (activity.entered(state.name()) == 0 ? " unused" : "");
  }

  private String detail(Outline.Node state) {
    String name = state.name();
    StringBuilder text = new StringBuilder(state.type().typeName());
    text.append(" · ").append(Figures.count(activity.entered(name)));
    if (activity.retried(name) > 0) {
      text.append(" · ").append(Figures.count(activity.retried(name))).append(" retried");
    }
    long again = activity.taken(name, name) + activity.caught(name, name);
    if (again > 0) {
      text.append(" · ").append(Figures.count(again)).append(" to itself");
    }
    if (activity.failed(name) > 0 && state.type() != StateType.FAIL) {
      text.append(" · ").append(Figures.count(activity.failed(name))).append(" failed");
    }
    return text.toString();
  }

  private static Element box(double width, double height, double radius) {
    return Html.element("rect").with("width", width).with("height", height).with("rx", radius);
  }

  private Part container(Outline.Node state) {
    List<Part> parts = state.parts().stream().map(part -> flow(part, Optional.empty())).toList();
    double inner =
        parts.stream().mapToDouble(part -> part.width() + 2 * PART_PADDING).sum()
            + PART_GAP * (parts.size() + 1);
    String detail = detail(state);
    double width =
        Math.max(
            inner,
            26
                + Math.max(
                    state.name().length() * NAME_CHARACTER, detail.length() * SMALL_CHARACTER));
    double tallest = parts.stream().mapToDouble(Part::height).max().orElse(0);
    double height = TITLE_HEIGHT + tallest + 2 * PART_PADDING + PART_GAP;
    List<Html> shapes = new ArrayList<>();
    shapes.add(
        Html.element("g")
            .with("class", stateClasses(state) + " container")
            .add(
                box(width, height, 4),
                textAt(width / 2, 17, state.name()).with("class", "name"),
                textAt(width / 2, 32, detail).with("class", "detail")));
    double x = PART_GAP + (width - inner) / 2;
    for (Part part : parts) {
      double frame = part.width() + 2 * PART_PADDING;
      shapes.add(
          Html.element("g")
              .with("transform", "translate(%s %s)".formatted(rounded(x), TITLE_HEIGHT))
              .with("class", "part")
              .add(box(frame, tallest + 2 * PART_PADDING, 3)));
      shapes.add(part.at(x + PART_PADDING, TITLE_HEIGHT + PART_PADDING));
      x += frame + PART_GAP;
    }
    return new Part(width, height, shapes);
  }
}
