package io.tradeprocessing.backfill;

import static io.tradeprocessing.backfill.Backfills.CONTEXT;
import static io.tradeprocessing.backfill.Backfills.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.common.hash.Sha256;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessPartitionHandlerTest {

  private static final List<String> EVENTS =
      List.of(event("A", "NEW", "2026-01-12T14:30:00Z", "1"), "!no event");

  private final MemoryObjects objects = new MemoryObjects();
  private final ProcessPartitionHandler handler =
      new ProcessPartitionHandler(
          objects,
          (_, _) -> Backfills.json("{\"valid\":true,\"violations\":[]}"),
          (_, _) -> Backfills.json("{\"gaps\":[]}"),
          Backfills.oneByOne(
              _ -> Backfills.json("{\"outcome\":\"RECORDED\",\"status\":\"ACCEPTED\"}")),
          Pace.of(4));

  private JsonObject call(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, CONTEXT);
    return (JsonObject) JsonReader.read(out.toByteArray());
  }

  private String process(PartitionTask task) {
    return """
    {"task":{"plan":"%s","partition":%d,"lines":%d,"sha256":"%s"},"execution":{"id":"arn:e"}}\
    """
        .formatted(task.plan(), task.partition(), task.lines(), task.sha256());
  }

  private String report() {
    return "{\"report\":{\"plan\":\"p1\",\"planSha256\":\"%s\"}}"
        .formatted(Sha256.hex(objects.get(Plan.key("p1")).orElseThrow().bytes()));
  }

  @Test
  void aPartitionIsProcessedAndThenAccountedFor() throws IOException {
    PartitionTask task = Backfills.plan(objects, EVENTS);

    assertThat(Backfills.text(call(process(task))))
        .isEqualTo(
            "{\"partition\":1,\"next\":2,\"done\":true,\"counts\":{\"recorded\":1,\"rejected\":0,"
                + "\"duplicate\":0,\"unreadable\":1,\"failed\":0}}");
    JsonObject report = call(report());
    assertThat(Backfills.text(report))
        .contains("\"complete\":true", "\"lines\":2", "\"sourceSha256\":\"00\"")
        .contains("\"unaccounted\":[]", "2 lines are accounted for");
    assertThat(objects.all()).containsKey(Plan.reportKey("p1"));
  }

  @Test
  void aPartitionThatNobodyProcessedIsNamed() throws IOException {
    Backfills.plan(objects, EVENTS);

    JsonObject report = call(report());

    assertThat(Backfills.text(report))
        .contains("\"complete\":false")
        .contains("{\"partition\":1,\"lines\":2,\"accounted\":0}")
        .contains("2 of 2 lines are not accounted for, in 1 partitions: 1");
  }

  @Test
  void aPlanThatWasChangedIsRefused() {
    Backfills.plan(objects, EVENTS);
    assertThatThrownBy(() -> call("{\"report\":{\"plan\":\"p1\",\"planSha256\":\"00\"}}"))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessageContaining("The plan was changed");
    assertThatThrownBy(() -> call("{\"report\":{\"plan\":\"p9\",\"planSha256\":\"00\"}}"))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessage("there is no backfill/p9/plan.json");
  }

  @Test
  void aWrongInputIsNamed() {
    assertThatThrownBy(() -> call("{}"))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessage("the input must have /task or /report");
    assertThatThrownBy(() -> call("{\"task\":{}}"))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessage("/execution/id must be the execution's ARN");
    assertThatThrownBy(() -> call("{\"task\":{\"plan\":\"p\"},\"execution\":{\"id\":\"e\"}}"))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessageContaining("/partition must be a whole number");
    assertThatThrownBy(() -> call("[]"))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessage("the input is not a JSON object");
    assertThatThrownBy(() -> call("{"))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessageContaining("the input cannot be read: not JSON");
  }

  @Test
  void aPlanIsReadAsItWasWritten() {
    Plan plan =
        new Plan(
            "p-1",
            "2026-02-01T08:00:00Z",
            new Plan.Source("t.jsonl", 12, "ab"),
            List.of(new Plan.Partition(1, 2, 3, "cd"), new Plan.Partition(2, 4, 5, "ef")));
    assertThat(Plan.read(plan.bytes())).isEqualTo(plan);
    assertThat(plan.lines()).isEqualTo(6);
    assertThat(new String(plan.items(), StandardCharsets.UTF_8))
        .startsWith("[{\"plan\":\"p-1\",\"partition\":1,\"lines\":2,\"sha256\":\"cd\"},");
    assertThatThrownBy(
            () -> Plan.read("{\"schemaVersion\":\"2.0\"}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidBackfillException.class)
        .hasMessageContaining("this version reads 1.0");
    assertThatThrownBy(() -> new Plan("a/b", "", plan.source(), List.of()))
        .isInstanceOf(InvalidBackfillException.class);
  }
}
