package io.tradeprocessing.cli.archive;

import io.tradeprocessing.archiver.ArchiveObject;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.signature.Signer;
import io.tradeprocessing.common.signature.SigningKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;

/**
 * The key of a folder: ECDSA on P-256 as KMS has it. The file of the private key has the public one
 * as well, and the file of the public key follows from it.
 */
record FolderKey(KeyPair pair) {

  static final String PRIVATE = "private-key.pem";
  static final String PUBLIC = "public-key.pem";

  /** Of the owner alone, from the first moment. */
  private static final String MODE = "rw-------";

  private static final byte[] SAMPLE = "sample".getBytes(StandardCharsets.UTF_8);

  /**
   * The folder's key, which is made if the folder has none.
   *
   * @throws UserError if it is damaged, or is not the one that signed what is there
   */
  static FolderKey of(Path folder) throws IOException {
    Path file = folder.resolve(PRIVATE);
    if (!Files.exists(file)) {
      mustBeEmpty(folder);
      KeyPair made = SigningKeys.generate();
      put(
          file,
          SigningKeys.pem(made.getPrivate()) + SigningKeys.pem(made.getPublic()),
          ofTheOwner());
    }
    FolderKey key = read(file);
    Path published = folder.resolve(PUBLIC);
    String pem = SigningKeys.pem(key.pair.getPublic());
    if (!Files.exists(published)) {
      put(published, pem);
    } else if (!Files.readString(published).equals(pem)) {
      throw new UserError(
          "%s is not the public key of %s: restore the one that was changed, or name another archive folder"
              .formatted(published, file));
    }
    return key;
  }

  /** Another key would not verify what is there. */
  private static void mustBeEmpty(Path folder) {
    if (Files.exists(folder.resolve(PUBLIC))
        || Files.exists(folder.resolve(ArchiveObject.PREFIX))) {
      throw new UserError(
          "the archive folder %s has lost its %s, and a new key would not verify what is there: restore the file, or name another archive folder"
              .formatted(folder, PRIVATE));
    }
  }

  private static FolderKey read(Path file) throws IOException {
    String pem = Files.readString(file);
    try {
      KeyPair pair = new KeyPair(SigningKeys.publicKey(pem), SigningKeys.privateKey(pem));
      if (SigningKeys.verifies(
          pair.getPublic(), SAMPLE, SigningKeys.signer(pair.getPrivate()).sign(SAMPLE))) {
        return new FolderKey(pair);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw unusable(file, e);
    }
    throw unusable(file, new IllegalArgumentException("its two keys are not a pair"));
  }

  private static UserError unusable(Path file, RuntimeException e) {
    return new UserError(
        "%s is not the key of an archive folder (%s): restore it, or name another archive folder"
            .formatted(file, e.getMessage()),
        e);
  }

  Signer signer() {
    return SigningKeys.signer(pair.getPrivate());
  }

  private static void put(Path file, String text, FileAttribute<?>... attributes)
      throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".unfinished");
    boolean _ = DurableFiles.create(file, draft, text.getBytes(StandardCharsets.UTF_8), attributes);
  }

  private static FileAttribute<?>[] ofTheOwner() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE))
        }
        : new FileAttribute<?>[0];
  }
}
