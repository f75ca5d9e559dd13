package io.tradeprocessing.validator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/rules.md} to the code. Writes it anew with {@code ./mvnw test -pl validator -am
 * -Dtest=RuleCatalogueTest -Dsurefire.failIfNoSpecifiedTests=false -Dupdate=true}.
 */
class RuleCatalogueTest {

  private static final Path CATALOGUE = Path.of("..", "docs", "rules.md");

  @Test
  void theCatalogueIsThatOfTheCode() throws IOException {
    String catalogue = catalogue();
    if (Boolean.getBoolean("update")) {
      Files.writeString(CATALOGUE, catalogue);
    }

    assertThat(CATALOGUE).hasContent(catalogue);
  }

  private static String catalogue() {
    StringBuilder text =
        new StringBuilder(
            """
            # Validation rules

            Rule set %s, generated from the code; `RuleCatalogueTest` holds this page to it and says how to write it anew.

            A trade is valid if no rule of severity ERROR is violated. All violations are reported, in the order of this
            page. The field is a JSON Pointer into the trade (the envelope's `detail`); the example is a JSON Merge Patch
            (RFC 7396) that makes a valid trade violate that rule alone. The message of a violation says what was found,
            then what the rule demands.

            A CANCEL is rejected only for what it needs: the envelope's fields, tradeId, sourceSystem, eventType and
            timestamp, and for a major version of the contract that is not known. In all other fields a violation is a
            WARNING there, so that no fault in its terms keeps a trade live that its source has taken back.

            A violation marked yes under override can be overridden by two reviewers ([operations](operations.md#reviews)): it
            is then a WARNING. It is what reference data or another field say against a value that can be read. What cannot be
            read as a trade is never accepted.

            No message or attribute shows what identifies a party: a buyer or seller may be a natural person.

            Codes come and go. A currency or venue is checked against the trade date where its first or last day is known;
            the registries do not say when most codes of ISO 4217, and the codes of ISO 10383 from before 2005, came into
            use, so for these there is no first day (`scripts/reference-data/README.md`).

            | field | code | severity | override | demands | source | example |
            |---|---|---|---|---|---|---|
            """
                .formatted(Verdict.RULE_SET));
    for (Rule rule : Rule.ALL) {
      text.append("| `")
          .append(rule.field().pointer().isEmpty() ? "\"\"" : rule.field().pointer())
          .append("` | ")
          .append(rule.code())
          .append(" | ")
          .append(rule.severity())
          .append(" | ")
          .append(rule.isOverridable() ? "yes" : "")
          .append(" | ")
          .append(rule.demands().replace("* @", "\\* @"))
          .append(" | ")
          .append(rule.source())
          .append(" | `")
          .append(rule.example())
          .append("` |\n");
    }
    return text.toString();
  }
}
