package io.tradeprocessing.common.identifier;

import java.time.YearMonth;

/**
 * The forms in which RTS 22 (Regulation 2017/590, Article 6 and Table 1) identifies a natural
 * person, each behind the ISO 3166-1 alpha-2 code of the nationality. Personal data: nothing here
 * keeps or shows a value.
 */
public final class PersonId {

  /** {NATIONAL_ID} of RTS 22, Table 1. */
  private static final int MAX_LENGTH = 35;

  private static final int COUNTRY = 2;
  private static final int CONCAT_LENGTH = 20;
  private static final int FIRST_NAME = 10;
  private static final int SURNAME = 15;

  private PersonId() {}

  /**
   * Whether a text has the form of a national number or passport number: the country's code, then
   * capitals, digits, {@code -} and {@code +}, 35 characters at most.
   */
  public static boolean isNumber(String text) {
    if (text.length() <= COUNTRY || text.length() > MAX_LENGTH || !startsWithCountry(text)) {
      return false;
    }
    for (int i = COUNTRY; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Characters.isAlphanumeric(c) && c != '-' && c != '+') {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a text has the form of CONCAT: the country's code, the date of birth as YYYYMMDD, and
   * the first five letters of first name and surname, shorter ones filled up with {@code #}, as in
   * {@code FR19700102JEAN#DUPON}.
   */
  public static boolean isConcat(String text) {
    return text.length() == CONCAT_LENGTH
        && startsWithCountry(text)
        && isDate(text.substring(COUNTRY, FIRST_NAME))
        && isName(text.substring(FIRST_NAME, SURNAME))
        && isName(text.substring(SURNAME));
  }

  private static boolean startsWithCountry(String text) {
    return Characters.isLetter(text.charAt(0)) && Characters.isLetter(text.charAt(1));
  }

  private static boolean isDate(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (!Characters.isDigit(digits.charAt(i))) {
        return false;
      }
    }
    int year = Integer.parseInt(digits, 0, 4, 10);
    int month = Integer.parseInt(digits, 4, 6, 10);
    int day = Integer.parseInt(digits, 6, 8, 10);
    return year >= 1800
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(year, month).lengthOfMonth();
  }

  /** One to five letters, and as many # as five characters need. */
  private static boolean isName(String five) {
    boolean filled = false;
    for (int i = 0; i < five.length(); i++) {
      char c = five.charAt(i);
      if (c == '#' && i > 0) {
        filled = true;
      } else if (filled || !Characters.isLetter(c)) {
        return false;
      }
    }
    return true;
  }
}
