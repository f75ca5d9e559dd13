package io.tradeprocessing.asl.diagram;

import io.tradeprocessing.asl.model.Outline;
import io.tradeprocessing.asl.model.StateType;
import io.tradeprocessing.asl.model.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a state machine as a Mermaid flowchart, as GitHub renders it: states by their type, the
 * branches of a Parallel and the processor of a Map inside it, choices with their conditions,
 * catchers dotted with the errors they catch.
 *
 * @see <a href="https://mermaid.js.org/syntax/flowchart.html">Mermaid flowcharts</a>
 */
public final class MermaidDiagram {

  private final List<String> nodes = new ArrayList<>();
  private final List<String> edges = new ArrayList<>();
  private final List<String> failing = new ArrayList<>();
  private final Map<String, String> ids = new HashMap<>();
  private int parts;

  private MermaidDiagram() {}

  /** The text of the diagram, ending in a line feed. */
  public static String render(Outline outline) {
    return new MermaidDiagram().draw(outline);
  }

  private String draw(Outline outline) {
    nodes.add("  begin((Start))");
    addStates(outline, "  ");
    nodes.add("  finish((End))");
    edges.add("  begin --> " + id(outline.startAt()));
    addEdges(outline);
    for (Outline.Node state : outline.states()) {
      if (state.terminal()) {
        edges.add("  " + id(state.name()) + " --> finish");
      }
    }
    List<String> lines = new ArrayList<>(List.of("flowchart TD"));
    lines.addAll(nodes);
    lines.addAll(edges);
    if (!failing.isEmpty()) {
      lines.add("  classDef failing stroke:#d33,stroke-width:2px");
      lines.add("  class " + String.join(",", failing) + " failing");
    }
    return String.join("\n", lines) + "\n";
  }

  private void addStates(Outline outline, String indent) {
    for (Outline.Node state : outline.states()) {
      String id = id(state.name());
      if (state.parts().isEmpty()) {
        nodes.add(indent + id + shape(state));
      } else {
        nodes.add(indent + "subgraph " + id + "[" + quoted(title(state)) + "]");
        if (state.parts().size() > 1) {
          // What happens at the same time stands side by side.
          nodes.add(indent + "  direction TB");
        }
        addParts(state, indent + "  ");
        nodes.add(indent + "end");
      }
      if (state.type() == StateType.FAIL) {
        failing.add(id);
      }
    }
  }

  /** A part of one state needs no frame around it. */
  private void addParts(Outline.Node state, String indent) {
    int number = 0;
    for (Outline part : state.parts()) {
      number++;
      if (part.states().size() == 1 || state.parts().size() == 1) {
        addStates(part, indent);
      } else {
        nodes.add(indent + "subgraph part" + ++parts + "[" + quoted("branch " + number) + "]");
        nodes.add(indent + "  direction TB");
        addStates(part, indent + "  ");
        nodes.add(indent + "end");
      }
    }
  }

  private void addEdges(Outline outline) {
    for (Outline.Node state : outline.states()) {
      for (Transition transition : state.transitions()) {
        edges.add(
            "  " + id(state.name()) + " " + arrow(transition) + " " + id(transition.target()));
      }
      state.parts().forEach(this::addEdges);
    }
  }

  private static String arrow(Transition transition) {
    String line = transition.kind() == Transition.Kind.CATCH ? "-.->" : "-->";
    return transition.label().isEmpty() ? line : line + "|" + quoted(transition.label()) + "|";
  }

  private static String title(Outline.Node state) {
    if (state.distributed()) {
      return state.name() + " (an execution for each item)";
    }
    return state.type() == StateType.MAP ? state.name() + " (for each item)" : state.name();
  }

  private static String shape(Outline.Node state) {
    String label = quoted(state.name());
    return switch (state.type()) {
      case CHOICE -> "{" + label + "}";
      case WAIT -> "(" + label + ")";
      case SUCCEED, FAIL -> "([" + label + "])";
      case PASS, TASK, PARALLEL, MAP -> "[" + label + "]";
    };
  }

  /** State names can hold anything, so nodes are numbered; names are unique in a definition. */
  private String id(String name) {
    return ids.computeIfAbsent(name, n -> "s" + (ids.size() + 1));
  }

  /** Without what Mermaid takes for markup, entities, Markdown or a formula. */
  private static String quoted(String text) {
    String escaped =
        text.replace("#", "#35;")
            .replace("\"", "#quot;")
            .replace("<", "#lt;")
            .replace(">", "#gt;")
            .replace("`", "#96;")
            .replace("$$", "#36;#36;")
            .replaceAll("\\R", " ");
    return "\"" + escaped + "\"";
  }
}
