package io.tradeprocessing.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a file. */
public final class FileDigest {

  private FileDigest() {}

  /**
   * Computes it, as 64 lower-case hex digits.
   *
   * @param name of the file in messages, such as {@code the checkpoint c.jsonl}
   * @throws UserError if the file cannot be read
   */
  public static String sha256(Path file, String name) {
    try (var in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UserError(name + " cannot be read: " + UserError.reason(e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
