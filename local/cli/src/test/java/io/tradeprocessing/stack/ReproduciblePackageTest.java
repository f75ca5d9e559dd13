package io.tradeprocessing.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.tradeprocessing.testkit.Project;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaging of the functions: the same class path gives the same bytes. */
class ReproduciblePackageTest {

  @Test
  void aPackageDoesNotDependOnPlaceTimeZoneOrFileTimes(@TempDir Path temporary) throws Exception {
    Path first =
        build(temporary.resolve("first"), "UTC", "2026-01-12T14:30:00Z", List.of("B", "a/C", "A"));
    Path second =
        build(
            temporary.resolve("elsewhere/second"),
            "Pacific/Auckland",
            "2026-07-01T01:02:03Z",
            List.of("A", "B", "a/C"));

    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void theWrapperIsExecutableInTheZipAndNothingElse(@TempDir Path temporary) throws Exception {
    Path zip = build(temporary, "UTC", "2026-01-12T14:30:00Z", List.of("A"));

    try (FileSystem entries =
        FileSystems.newFileSystem(
            URI.create("jar:" + zip.toUri()), Map.of("enablePosixFileAttributes", "true"))) {
      assertThat(permissions(entries.getPath("runtime-wrapper"))).isEqualTo("rwxr-xr-x");
      assertThat(permissions(entries.getPath("A"))).isEqualTo("rw-r--r--");
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** The package of a folder of classes and a library. */
  private static Path build(Path folder, String zone, String time, List<String> files)
      throws IOException, InterruptedException, URISyntaxException {
    Path classes = folder.resolve("classes");
    for (String name : files) {
      Path file = classes.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
    }
    Path library =
        Path.of(JsonFactory.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Project.file("packaging/FunctionPackage.java").toString(),
            folder.resolve("function").toString(),
            classes + File.pathSeparator + library,
            Project.file("packaging/runtime-wrapper").toString());
    command.environment().put("TZ", zone);
    Process process = command.redirectErrorStream(true).start();
    String output = String.join("\n", process.inputReader().readAllLines());
    assertThat(process.waitFor()).as(output).isZero();
    return folder.resolve("function.zip");
  }
}
