package io.tradeprocessing.common.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ReferenceTableTest {

  private static final List<String> CODES = List.of("A", "AB", "ABC", "B", "BA", "ZZZ");

  private final ReferenceTable<String> table =
      secondCells("A\tone\nAB\ttwo\nABC\tthree\nB\tfour\nBA\tfünf\nZZZ\tsix\n");

  private static ReferenceTable<String> secondCells(String lines) {
    return new ReferenceTable<>(lines.getBytes(StandardCharsets.UTF_8)) {
      @Override
      String row(String[] cells) {
        return cells[1];
      }
    };
  }

  @Test
  void findsEveryRowByItsCode() {
    assertThat(CODES.stream().map(code -> table.find(code).orElseThrow()))
        .containsExactly("one", "two", "three", "four", "fünf", "six");
  }

  @Test
  void findsTheSameRowAgain() {
    String first = table.find("AB").orElseThrow();

    assertThat(table.find("AB").orElseThrow()).isSameAs(first);
  }

  @Property
  void findsNothingButItsCodes(@ForAll @AlphaChars @StringLength(max = 4) String code) {
    assertThat(table.find(code).isPresent()).isEqualTo(CODES.contains(code));
  }

  @Test
  void findsNothingByATabALineEndOrWhatIsNotAscii() {
    assertThat(List.of("", "A\t", "A\tone", "A\tone\nAB", "\n", "Ä", "\uFFFF", "ZZZ\tsix\n"))
        .allSatisfy(code -> assertThat(table.find(code)).isEmpty());
  }

  @Test
  void anEmptyTableHasNothing() {
    ReferenceTable<String> empty = secondCells("");

    assertThat(empty.find("A")).isEmpty();
    assertThat(empty.all()).isEmpty();
  }

  @Test
  void namesAResourceThatIsMissing() {
    assertThatThrownBy(
            () ->
                new ReferenceTable<String>("nowhere.tsv") {
                  @Override
                  String row(String[] cells) {
                    return cells[0];
                  }
                })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nowhere.tsv");
  }
}
