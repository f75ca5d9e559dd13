package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.ResolvedStack;
import io.tradeprocessing.testkit.template.Template;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code scripts/table-only}: the template that imports a table makes the table of the whole one.
 */
class TableOnlyTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** Exit code and output. */
  private record Ended(int code, String output) {}

  private Ended run(Path packaged) throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "python3", Project.file("scripts/table-only").toString(), packaged.toString())
              .redirectErrorStream(true)
              .redirectOutput(output)
              .start();
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, "there is no python3");
      throw e;
    }
    int code = process.waitFor();
    return new Ended(code, Files.readString(output.toPath()));
  }

  private Template tableOnly() throws IOException, InterruptedException {
    Path packaged = folder.resolve("packaged.json");
    JSON.writeValue(packaged.toFile(), StackTemplate.TEMPLATE.sections());
    Ended ended = run(packaged);
    assertThat(ended.code()).as(ended.output()).isZero();
    return Template.read(Files.writeString(folder.resolve("table-only.json"), ended.output()));
  }

  @Test
  void hasNothingThatAnImportCannotCreate() throws IOException, InterruptedException {
    Template only = tableOnly();

    assertThat(only.section("Resources")).containsOnlyKeys("TradeTable");
    assertThat(only.sections()).doesNotContainKeys("Outputs", "Transform", "Globals");
    // CloudFormation refuses to import a resource without one.
    assertThat(Template.asMap(only.section("Resources").get("TradeTable")))
        .containsKey("DeletionPolicy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "trade-records-restored"})
  void itsTableIsThatOfTheWholeTemplate(String name) throws IOException, InterruptedException {
    Map<String, String> parameters =
        Map.of(
            "EnvironmentSuffix", "production",
            "RetainData", "true",
            "ReplicaRegion", "eu-west-1",
            "TableIsDeployed", "true",
            "TableName", name);

    ResolvedStack only = tableOnly().deploy("us-east-1", parameters);

    assertThat(only.resources())
        .containsExactly(
            Map.entry(
                "TradeTable",
                StackTemplate.TEMPLATE.deploy("us-east-1", parameters).resource("TradeTable")));
  }

  @Test
  void saysWhatItNeeds() throws IOException, InterruptedException {
    Path other = Files.writeString(folder.resolve("other.json"), "{\"Resources\": {}}");

    assertThat(run(other).output()).contains("has no resource TradeTable");
    assertThat(run(Project.file("template.yaml")).output())
        .contains("cannot read")
        .contains("sam package --use-json");
  }
}
