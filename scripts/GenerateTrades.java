import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Prints trades of all three systems, the same ones for the same seed: one in fifty has a wrong check digit, one in a hundred
 * corrects the trade before it.
 *
 * <p>{@code java scripts/GenerateTrades.java COUNT [SEED] > trades.jsonl}
 */
final class GenerateTrades {

  private record Listing(String isin, String venue, String currency, String price) {}

  private static final List<List<Listing>> BY_SYSTEM =
      List.of(
          List.of(
              new Listing("US0378331005", "XNAS", "USD", "259.37"),
              new Listing("US5949181045", "XNAS", "USD", "479.20"),
              new Listing("US4592001014", "XNYS", "USD", "304.15"),
              new Listing("US46625H1005", "XNYS", "USD", "310.90")),
          List.of(
              new Listing("GB00BH4HKS39", "XLON", "GBP", "0.9834"),
              new Listing("GB0005405286", "XLON", "GBP", "11.862"),
              new Listing("GB0009895292", "XLON", "GBP", "141.06")),
          List.of(
              new Listing("DE0007164600", "XETR", "EUR", "209.85"),
              new Listing("FR0000121014", "XPAR", "EUR", "638.40"),
              new Listing("NL0000235190", "XPAR", "EUR", "214.30")));

  private static final List<String> SIDES = List.of("BUY", "SELL", "SELL_SHORT");
  private static final Instant OPEN = Instant.parse("2026-01-12T14:30:00Z");

  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2 || !args[0].matches("[0-9]{1,9}")) {
      System.err.println("usage: java scripts/GenerateTrades.java COUNT [SEED]");
      System.exit(2);
    }
    int count = Integer.parseInt(args[0]);
    Random random = new Random(args.length > 1 ? Long.parseLong(args[1]) : 1);
    try (BufferedWriter out =
        new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), 1 << 16)) {
      String before = "";
      for (int i = 0; i < count; i++) {
        if (i % 100 == 99) {
          out.write(corrected(before, i));
        } else {
          before = event(i, random);
          out.write(before);
        }
        out.newLine();
      }
    }
  }

  private static String event(int i, Random random) {
    int system = i % 3;
    List<Listing> listings = BY_SYSTEM.get(system);
    Listing listing = listings.get(random.nextInt(listings.size()));
    BigDecimal price =
        new BigDecimal(listing.price())
            .multiply(BigDecimal.valueOf(9_500 + random.nextInt(1_000), 4))
            .setScale(4, RoundingMode.HALF_UP);
    String isin = listing.isin();
    if (i % 50 == 49) {
      isin = isin.substring(0, 11) + (isin.charAt(11) - '0' + 1) % 10;
    }
    String at = time(i);
    return String.format(
        Locale.ROOT,
        "{\"version\":\"0\",\"id\":\"00000000-0000-4000-8000-%012d\",\"detail-type\":\"Trade Event\","
            + "\"source\":\"trading.system%d\",\"account\":\"123456789012\",\"time\":\"%sZ\",\"region\":\"us-east-1\","
            + "\"resources\":[],\"detail\":{\"schemaVersion\":\"1.0\",\"tradeId\":\"GEN-%09d\","
            + "\"sourceSystem\":\"system%d\",\"eventType\":\"NEW\",\"timestamp\":\"%s\",\"executedAt\":\"%s\","
            + "\"side\":\"%s\",\"quantity\":\"%d\",\"price\":\"%s\",\"currency\":\"%s\","
            + "\"instrument\":{\"isin\":\"%s\"},\"venue\":\"%s\",\"capacity\":\"AOTC\"}}",
        i,
        system + 1,
        at.substring(0, 19),
        i,
        system + 1,
        at,
        at,
        SIDES.get(random.nextInt(SIDES.size())),
        1 + random.nextInt(1_000),
        price.toPlainString(),
        listing.currency(),
        isin,
        listing.venue());
  }

  private static String corrected(String event, int i) {
    return event
        .replace("\"eventType\":\"NEW\"", "\"eventType\":\"CORRECT\"")
        .replaceFirst("\"timestamp\":\"[^\"]+\"", "\"timestamp\":\"" + time(i) + "\"");
  }

  /** One millisecond later with each trade, written to the microsecond. */
  private static String time(int i) {
    String seconds = OPEN.plusSeconds(i / 1_000).toString().substring(0, 19);
    return String.format(Locale.ROOT, "%s.%03d000Z", seconds, i % 1_000);
  }
}
