package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.testkit.Project;
import io.tradeprocessing.testkit.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture of the dashboard, held to the template. */
class DashboardScriptTest {

  private static final Pattern HEADING = Pattern.compile("<h2>([^<]*)</h2>");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\| [^|]+ \\|$");

  private final List<String> titles = widgets().findValuesAsText("title").stream().toList();

  private static JsonNode widgets() {
    Object body =
        Template.read(Project.file("template.yaml"))
            .deploy("us-east-1", Map.of("EnvironmentSuffix", "production"))
            .resource("Dashboard")
            .get("DashboardBody");
    return Project.parse(String.valueOf(body)).path("widgets");
  }

  @Test
  void everyWidgetOfTheTemplateIsDrawnInItsOrder(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("dashboard.html");
    DashboardScript.call(page.toString());
    String html = Files.readString(page);

    assertThat(DashboardScript.call("--list")).isEqualTo(titles);
    assertThat(HEADING.matcher(html).results().map(found -> found.group(1))).isEqualTo(titles);
    assertThat(html).contains("Example data.");
  }

  @Test
  void everySeriesHasALine(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("dashboard.html");
    DashboardScript.call(page.toString());
    String html = Files.readString(page);

    for (String part : List.of("trade-validator", "metadata-enricher", "compliance-recorder")) {
      assertThat(html).contains("Errors " + part, "Throttles " + part);
    }
    long lines = html.lines().mapToLong(line -> line.split("<polyline", -1).length - 1).sum();
    long labels = html.lines().mapToLong(line -> line.split("<li><span", -1).length - 1).sum();
    assertThat(lines).isEqualTo(labels).isGreaterThan(30);
  }

  @Test
  void thePageOfOperationsSaysWhatToSeeInEachWidget() {
    String section = Project.text("docs/operations.md").split("\n## The dashboard\n", -1)[1];
    section = section.substring(0, section.indexOf("\n## "));

    assertThat(ROW.matcher(section).results().map(row -> row.group(1)).skip(1)).isEqualTo(titles);
    assertThat(section).contains("images/dashboard-light.png", "images/dashboard-dark.png");
  }
}
