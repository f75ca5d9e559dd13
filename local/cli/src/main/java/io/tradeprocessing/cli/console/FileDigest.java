package io.tradeprocessing.cli.console;

import io.tradeprocessing.common.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

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
      MessageDigest digest = Sha256.newDigest();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return Sha256.hex(digest);
    } catch (IOException e) {
      throw new UserError(name + " cannot be read: " + UserError.reason(e), e);
    }
  }
}
