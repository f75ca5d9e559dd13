package io.tradeprocessing.cli.export;

import io.tradeprocessing.cli.export.Evidence.SigningKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A check of a pack without this project: a command for a shell in the folder of the pack. It ends
 * with another code than 0 if something is wrong.
 *
 * @param what it shows
 * @param command to be pasted as it is
 * @param expected what it prints
 */
public record Check(String what, String command, String expected) {

  /**
   * The checks of a pack, in order.
   *
   * @param keys that signed the archive objects in it
   */
  public static List<Check> of(List<SigningKey> keys) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "Every file is the one that the manifest names. On macOS: shasum -a 256 --check.",
            "sha256sum --check --quiet " + Pack.MANIFEST,
            "nothing"));
    for (SigningKey key : keys) {
      checks.add(
          new Check(
              "Every object in %s was signed by the owner of its key, and not changed since."
                  .formatted(key.records()),
              "find %s -name '*.jsonl.gz' | xargs -I{} openssl dgst -sha256 -verify %s -signature {}.sig {}"
                  .formatted(key.records(), key.publicKey()),
              key.objects() == 1 ? "Verified OK" : "Verified OK, once for each object"));
    }
    checks.add(
        new Check(
            "Every hash and chain of the records is recomputed, and the records are compared with"
                + " the archive objects.",
            "python3 check_pack.py",
            "all sound, as the last line"));
    return checks;
  }
}
