package io.tradeprocessing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradeprocessing.testkit.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a JDK and a Maven that only print. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final String LIB = "local/cli/target/quick/trades/lib";

  @TempDir private Path home;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void install() throws IOException {
    script("trades", Project.text("trades"));
    script(".mvn/jdk25", "#!/bin/sh\necho '" + home.resolve("jdk") + "'\n");
    script("jdk/bin/java", "#!/bin/sh\necho \"java $*\"\ncat\n");
    maven(
        """
        echo '[INFO] Building trade-processing-cli 1.0.0 [1/1]'
        mkdir -p %1$s
        touch %1$s/trade-processing-cli-1.jar
        echo '[INFO] BUILD SUCCESS'
        """
            .formatted(LIB));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
  }

  @Test
  void theFirstCallBuildsAndTheNextDoesNot() throws Exception {
    Ended first = call("./trades run -");
    Ended second = call("./trades run -");

    assertThat(first.code()).isZero();
    assertThat(first.out()).startsWith("java ").contains("trade-processing-cli-1.jar run -");
    assertThat(first.err().lines()).singleElement().asString().startsWith("trades: building");
    assertThat(second.code()).isZero();
    assertThat(second.err()).isEmpty();
  }

  @Test
  void aSourceThatChangedDuringTheBuildIsBuiltByTheNextCall() throws Exception {
    Path maven = home.resolve("mvnw");
    Files.writeString(maven, Files.readString(maven) + "sleep 0.1\ntouch pom.xml\n");
    call("./trades graph");

    assertThat(call("./trades graph").err()).startsWith("trades: building");
  }

  @Test
  void aFailedBuildIsSaidSoAndIsRepeated() throws Exception {
    maven("echo '[INFO] Building x 1 [1/1]'\necho '[ERROR] no compiler'\nexit 1\n");

    for (int i = 0; i < 2; i++) {
      Ended ended = call("./trades graph");

      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .contains("[ERROR] no compiler\ntrades: the build failed; ./mvnw verify prints more\n");
    }
  }

  @Test
  void aMissingJdkIsOneSentence() throws Exception {
    script(".mvn/jdk25", "#!/bin/sh\necho 'A JDK 25 is needed' >&2\nexit 1\n");

    assertThat(call("./trades graph")).isEqualTo(new Ended(2, "", "A JDK 25 is needed\n"));
  }

  @Test
  void aClosedStandardInputIsToldToTheCommand() throws Exception {
    assertThat(call("./trades run - </dev/null").out()).contains("-Dtrades.stdin=open");
    assertThat(call("./trades run - <&-").out()).contains("-Dtrades.stdin=closed");
  }

  @Test
  void aClosedStandardOutputIsRefused() throws Exception {
    assertThat(call("./trades run - >&-"))
        .isEqualTo(new Ended(2, "", "trades: standard output is closed\n"));
  }

  @Test
  void aClosedStandardErrorIsNoObstacle() throws Exception {
    assertThat(call("./trades run - 2>&-").code()).isZero();
  }

  private Ended call(String line) throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    Process process =
        new ProcessBuilder("sh", "-c", line)
            .directory(home.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private void maven(String commands) throws IOException {
    script("mvnw", "#!/bin/sh\n" + commands);
  }

  private void script(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
