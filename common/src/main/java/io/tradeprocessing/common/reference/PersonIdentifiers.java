package io.tradeprocessing.common.reference;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a country's nationals are identified: RTS 22 (Regulation 2017/590), Annex II. Countries that
 * are not in the table have what the Annex says of all others: passport, then CONCAT.
 *
 * @param country ISO 3166-1 alpha-2
 * @param schemes NIDN, CCPT and CONCAT, as far as the Annex has them, by priority
 * @param nationalNumber the form of the number behind the country's code in a NIDN; empty where it
 *     is not known
 */
public record PersonIdentifiers(
    String country, List<String> schemes, Optional<Pattern> nationalNumber) {

  private static final List<String> OTHERS = List.of("CCPT", "CONCAT");

  private static final ReferenceTable<PersonIdentifiers> TABLE =
      new ReferenceTable<>("person-identifiers.tsv") {
        @Override
        PersonIdentifiers row(String[] cells) {
          return new PersonIdentifiers(
              cells[0],
              List.of(cells[1].split(" ", -1)),
              cells[2].isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(cells[2])));
        }
      };

  /** The schemes of a country, whether or not there is such a country. */
  public static PersonIdentifiers of(String country) {
    return TABLE
        .find(country)
        .orElseGet(() -> new PersonIdentifiers(country, OTHERS, Optional.empty()));
  }

  /** The countries that the Annex names, by code. Reads the whole table. */
  public static List<PersonIdentifiers> named() {
    return TABLE.all();
  }

  /** Whether a number can be the national number; true where its form is not known. */
  public boolean fits(String number) {
    return nationalNumber.isEmpty() || nationalNumber.get().matcher(number).matches();
  }
}
