package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.testkit.Project;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A policy that docs/deployment.md gives to somebody, by what it allows. */
public final class DocumentedPolicy {

  private final List<Pattern> allowed = new ArrayList<>();
  private final Set<String> actions = new TreeSet<>();

  /**
   * Reads the first policy of a section.
   *
   * @param heading of the section
   */
  public DocumentedPolicy(String heading) {
    String page = Project.text("docs/deployment.md");
    int section = page.indexOf("\n" + heading + "\n");
    assertThat(section).as(heading).isNotNegative();
    int begin = page.indexOf("```json", section);
    JsonNode document = Project.parse(page.substring(begin + 7, page.indexOf("```", begin + 7)));
    for (JsonNode statement : document.path("Statement")) {
      for (String action : texts(statement.path("Action"))) {
        assertThat(action).doesNotContain("*");
        actions.add(action);
        for (String resource : texts(statement.path("Resource"))) {
          allowed.add(pattern(action + " " + resource));
        }
      }
    }
  }

  /** The actions that it allows on something. */
  public Set<String> actions() {
    return actions;
  }

  /**
   * Fails unless it allows each call.
   *
   * @param calls as {@code action resource}
   */
  public void mustAllow(Collection<String> calls) {
    assertThat(calls)
        .allSatisfy(
            call -> assertThat(allowed).as(call).anyMatch(entry -> entry.matcher(call).matches()));
  }

  /** Whether a resource of a policy, with its wildcards, is or includes this one. */
  public static boolean matches(String resource, String arn) {
    return pattern(resource).matcher(arn).matches();
  }

  private static Pattern pattern(String text) {
    return Pattern.compile(text.replaceAll("[.+$]", "\\\\$0").replace("*", ".*").replace('?', '.'));
  }

  private static List<String> texts(JsonNode oneOrMore) {
    List<String> texts = new ArrayList<>();
    if (oneOrMore.isTextual()) {
      texts.add(oneOrMore.asText());
    }
    oneOrMore.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
