package io.tradeprocessing.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.cli.store.LocalTable;
import io.tradeprocessing.common.config.Settings;
import io.tradeprocessing.common.store.dynamodb.TradeTable;
import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTemplateTest {

  @TempDir private Path folder;

  @Test
  void readsTheProjectsOwnTemplate() {
    DeploymentTemplate template = DeploymentTemplate.read(Project.file("template.yaml"));

    assertThat(template.functions().values().stream().map(DeploymentTemplate.Function::logicalId))
        .containsExactly(
            "TradeValidatorFunction", "MetadataEnricherFunction", "ComplianceRecorderFunction");
    assertThat(template.functions(DeploymentTemplate.BACKFILL).values())
        .extracting(DeploymentTemplate.Function::logicalId)
        .containsExactly("TradeBackfillFunction");
    assertThat(template.eventPatterns())
        .containsOnlyKeys(
            "SourceSystem1Rule", "SourceSystem2Rule", "SourceSystem3Rule", "OperationsRule");
    assertThat(template.definition())
        .contains("arn:aws:lambda:us-east-1:000000000000:function:TradeValidatorFunction:live")
        .doesNotContain("${");
    assertThat(Settings.parse(template.parameters(), "")).isEqualTo(Settings.defaults());
  }

  @Test
  void readsHowTheStreamOfTheTableComesToTheArchiver() {
    DeploymentTemplate template = DeploymentTemplate.read(Project.file("template.yaml"));

    assertThat(template.eventSource())
        .isEqualTo(
            new DeploymentTemplate.EventSource(
                new DeploymentTemplate.Function(
                    "RecordArchiverFunction",
                    "io.tradeprocessing.archiver.ArchiveRecordsHandler",
                    25),
                1000,
                Duration.ofSeconds(5),
                10_000,
                Duration.ofHours(18),
                true,
                true));
  }

  @Test
  void theTableOfTheTemplateIsTheOneThatTheStoreIsTestedOn() {
    DeploymentTemplate template = DeploymentTemplate.read(Project.file("template.yaml"));

    assertThat(LocalTable.definition(template.table()))
        .isEqualTo(TradeTable.definition(LocalTable.TABLE));
  }

  @Test
  void namesThePlaceOfWhatIsNoYaml() {
    assertThatThrownBy(() -> template("Resources:\n  A: [\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("template.yaml, line 3, column 1: not YAML");
  }

  @Test
  void refusesADuplicateKey() {
    assertThatThrownBy(() -> template("Resources:\n  A: {}\n  A: {}\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void refusesAFileWithoutResources() {
    assertThatThrownBy(() -> template("a: 1\n"))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("is not a template: it has no Resources");
    assertThatThrownBy(() -> template(""))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("is not a template: it has no Resources");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> DeploymentTemplate.read(folder.resolve("none.yaml")))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("none.yaml does not exist");
  }

  @Test
  void namesASubstitutionThatIsNotDefined() throws IOException {
    Files.writeString(folder.resolve("machine.json"), "{\"Comment\": \"${Queue}\"}");
    DeploymentTemplate template =
        template(
            """
            Resources:
              Machine:
                Type: AWS::Serverless::StateMachine
                Properties:
                  DefinitionUri: machine.json
                  DefinitionSubstitutions: {}
            """);

    assertThatThrownBy(template::definition)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("${Queue} is not among the DefinitionSubstitutions of Machine");
  }

  @Test
  void namesAReferenceThatHasNoValueLocally() {
    DeploymentTemplate template =
        template(
            """
            Resources:
              P:
                Type: AWS::SSM::Parameter
                Properties: { Name: /x/y, Value: !Ref Topic }
              Topic: { Type: AWS::SNS::Topic }
            """);

    assertThatThrownBy(template::parameters)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Topic has no value in a local run");
  }

  @Test
  void namesAFunctionThatALocalRunDoesNotResolve() {
    DeploymentTemplate template =
        template(
            """
            Resources:
              P:
                Type: AWS::SSM::Parameter
                Properties: { Name: /x/y, Value: !Select [0, [a]] }
            """);

    assertThatThrownBy(template::parameters)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("resolves Ref and Fn::Sub, not {\"Fn::Select\"");
  }

  @Test
  void resolvesParametersAndPseudoParameters() {
    DeploymentTemplate template =
        template(
            """
            Parameters:
              Environment: { Type: String, Default: test }
            Resources:
              P:
                Type: AWS::SSM::Parameter
                Properties:
                  Name: !Sub /app/${Environment}/place
                  Value: !Sub "${AWS::Partition}:${AWS::Region}:${AWS::AccountId}"
            """);

    assertThat(template.parameters()).containsEntry("place", "aws:us-east-1:000000000000");
  }

  @Test
  void namesAPropertyThatIsMissing() {
    DeploymentTemplate template =
        template("Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {}\n");

    assertThatThrownBy(template::functions)
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("resource F has no property Handler");
  }

  @Test
  void refusesSeveralStateMachinesWithoutTheWorkflowAmongThem() {
    DeploymentTemplate template =
        template(
            """
            Resources:
              A: { Type: AWS::Serverless::StateMachine, Properties: {} }
              B: { Type: AWS::Serverless::StateMachine, Properties: {} }
            """);

    assertThatThrownBy(template::definition)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has no state machine TradeProcessingStateMachine");
  }

  private DeploymentTemplate template(String text) {
    try {
      return DeploymentTemplate.read(Files.writeString(folder.resolve("template.yaml"), text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
