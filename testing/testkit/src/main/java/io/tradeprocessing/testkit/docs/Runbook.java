package io.tradeprocessing.testkit.docs;

import io.tradeprocessing.testkit.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commands in the fenced blocks of a page of the documentation, and the output that the page
 * shows.
 *
 * @param sections from the second level of headings
 */
public record Runbook(List<Section> sections) {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  /**
   * A section.
   *
   * @param text without its commands
   */
  public record Section(String title, String text, List<Command> commands) {
    @Override
    public String toString() {
      return title;
    }
  }

  /**
   * A line of a fenced block of sh.
   *
   * @param words as a shell would split it
   * @param output the fenced block of text after the last command of a block; … matches any text
   */
  public record Command(String line, List<String> words, Optional<List<String>> output) {

    /** Whether it is the {@code trades} command. */
    public boolean isTrades() {
      return words.getFirst().equals("./trades");
    }

    /** The output as a pattern. */
    public Optional<Pattern> pattern() {
      return output.map(
          lines ->
              Pattern.compile(
                  lines.stream()
                      .map(
                          line ->
                              Stream.of(line.split("…", -1))
                                  .map(Pattern::quote)
                                  .collect(Collectors.joining(".*")))
                      .collect(Collectors.joining("\n", "", "\n"))));
    }
  }

  /** Reads a page of the project. */
  public static Runbook read(String name) {
    List<Section> sections = new ArrayList<>();
    List<String> block = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    List<Command> commands = new ArrayList<>();
    String title = "";
    String fence = "";
    for (String line : Project.text(name).lines().toList()) {
      if (line.startsWith("```") && !fence.isEmpty()) {
        switch (fence) {
          case "```sh" -> block.forEach(command -> commands.add(command(command)));
          case "```text" -> {
            if (!commands.isEmpty()) {
              commands.add(withOutput(commands.removeLast(), List.copyOf(block)));
            }
          }
          default -> {}
        }
        fence = "";
      } else if (line.startsWith("```")) {
        fence = line;
        block.clear();
      } else if (!fence.isEmpty()) {
        block.add(line);
      } else if (line.startsWith("## ")) {
        sections.add(new Section(title, text.toString(), List.copyOf(commands)));
        title = line.substring(3);
        text.setLength(0);
        commands.clear();
      } else {
        text.append(line).append('\n');
      }
    }
    sections.add(new Section(title, text.toString(), List.copyOf(commands)));
    return new Runbook(sections.subList(1, sections.size()));
  }

  private static Command command(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        if (matcher.group(group) != null) {
          words.add(matcher.group(group));
        }
      }
    }
    return new Command(line, List.copyOf(words), Optional.empty());
  }

  private static Command withOutput(Command command, List<String> output) {
    return new Command(command.line(), command.words(), Optional.of(output));
  }
}
