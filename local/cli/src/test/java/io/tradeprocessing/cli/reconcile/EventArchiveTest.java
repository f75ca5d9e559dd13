package io.tradeprocessing.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class EventArchiveTest {

  private static final String ARN = "arn:aws:events:us-east-1:111122223333:";

  private final EventArchive archive =
      new EventArchive(
          "trade-events-production",
          ARN + "archive/trade-events-production",
          ARN + "event-bus/trading",
          ARN + "rule/trading/trade-processing-system1-production",
          Instant.parse("2026-01-12T09:00:00Z"),
          1_234_567);

  @Test
  void saysWhatItsCountIsOfAndWhetherTheDayIsInIt() {
    assertThat(archive.describe(LocalDate.parse("2026-01-13")))
        .isEqualTo(
            "archive of the bus trade-events-production: 1,234,567 events of all sources, as of the"
                + " last daily count of EventBridge; it keeps what arrived since"
                + " 2026-01-12T09:00:00Z");
    assertThat(archive.describe(LocalDate.parse("2026-01-12")))
        .endsWith(", so not all of this day");
  }

  @Test
  void aReplayOfADayGoesToTheRuleOfItsSourceAlone() {
    assertThat(archive.replay("system1", LocalDate.parse("2026-01-13")))
        .isEqualTo(
            "aws events start-replay --replay-name reconcile-system1-2026-01-13 --event-source-arn"
                + " arn:aws:events:us-east-1:111122223333:archive/trade-events-production"
                + " --event-start-time 2026-01-13T00:00:00Z --event-end-time 2026-01-14T00:00:00Z"
                + " --destination Arn=arn:aws:events:us-east-1:111122223333:event-bus/trading,"
                + "FilterArns=arn:aws:events:us-east-1:111122223333:rule/trading/trade-processing-system1-production");
  }
}
