package io.tradeprocessing.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunbookTest {

  @Test
  void anEllipsisMatchesAnyTextWithinALineAndAtItsEnd() {
    Pattern pattern =
        new Runbook.Command("x", List.of("x"), Optional.of(List.of("a … of …", "b")))
            .pattern()
            .orElseThrow();

    assertThat("a thing of 3 s\nb\n").matches(pattern);
    assertThat("a thing of 3 s\nc\n").doesNotMatch(pattern);
    assertThat("a thing of\n3 s\nb\n").doesNotMatch(pattern);
  }
}
