package io.tradeprocessing.cli.export;

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

  /** The public key in a pack. */
  public static final String PUBLIC_KEY = "archive/public-key.pem";

  /**
   * The checks of a pack, in order.
   *
   * @param objects of the archive in it
   */
  public static List<Check> of(long objects) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check(
            "Every file is the one that the manifest names. On macOS: shasum -a 256 --check.",
            "sha256sum --check --quiet " + Pack.MANIFEST,
            "nothing"));
    if (objects > 0) {
      checks.add(
          new Check(
              "Every archive object was signed by the owner of the key, and not changed since.",
              "find archive/records -name '*.jsonl.gz' | xargs -I{} openssl dgst -sha256 -verify "
                  + PUBLIC_KEY
                  + " -signature {}.sig {}",
              objects == 1 ? "Verified OK" : "Verified OK, once for each object"));
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
