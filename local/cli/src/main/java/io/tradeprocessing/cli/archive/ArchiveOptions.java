package io.tradeprocessing.cli.archive;

import io.tradeprocessing.cli.aws.AwsAccess;
import io.tradeprocessing.cli.console.UserError;
import io.tradeprocessing.common.signature.SigningKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

/** The archives of a command, and the keys that verify their signatures. */
public final class ArchiveOptions {

  /** The public key in an archive of a local run. */
  public static final String PUBLIC_KEY = "public-key.pem";

  private static final String S3 = "s3://";

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** As the template names the bucket: account, Region, environment. */
  private static final Pattern STACK_BUCKET =
      Pattern.compile("trade-archive-[0-9]{12}-([a-z]{2,4}(?:-[a-z]+)+-[0-9])-(.+)");

  @Option(
      names = "--archive",
      paramLabel = "A",
      description =
          "An archive of the records: a folder, or s3://BUCKET[/PREFIX]. Repeat it for the archive"
              + " of each Region.")
  private List<String> archives = List.of();

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description =
          "The public key of the archive's signatures in PEM, kept outside of it; repeat it for"
              + " several. Default: public-key.pem of a folder, which proves nothing by itself; of"
              + " a bucket as the template names it, the key alias/trade-archive-ENVIRONMENT in"
              + " KMS.")
  private List<Path> publicKeys = List.of();

  @Option(
      names = "--archive-since",
      paramLabel = "TIME",
      description =
          "With --archive: when the archive was enabled, such as 2026-01-12T14:30:00Z. Records from"
              + " before need not be in it.")
  private @Nullable Instant since;

  /**
   * An archive that is open for reading.
   *
   * @param source what is in it
   * @param keys of its signatures
   */
  public record OpenArchive(ArchiveSource source, VerificationKeys keys) implements AutoCloseable {

    @Override
    public void close() {
      source.close();
    }
  }

  /** Whether there is an archive. */
  public boolean isGiven() {
    return !archives.isEmpty();
  }

  /**
   * Checks that no option is given that needs an archive without one.
   *
   * @throws UserError otherwise
   */
  public void mustFit() {
    if (!isGiven() && (since != null || !publicKeys.isEmpty())) {
      throw new UserError("--archive-since and --public-key need --archive");
    }
  }

  /** When the archive was enabled; nothing where it has to have every record. */
  public Optional<Instant> since() {
    return Optional.ofNullable(since);
  }

  /** Whether an archive is in a bucket, which needs access to AWS. */
  public boolean isOnAws() {
    return archives.stream().anyMatch(archive -> archive.startsWith(S3));
  }

  /**
   * Opens the archives.
   *
   * @throws UserError if what an option names does not exist, or an archive has no key
   */
  public List<OpenArchive> open(AwsAccess aws) {
    if (archives.isEmpty()) {
      throw new UserError("give --archive: a folder, or s3://BUCKET");
    }
    Optional<VerificationKeys> given = given();
    List<OpenArchive> open = new ArrayList<>();
    try {
      for (String archive : archives) {
        open.add(archive.startsWith(S3) ? bucket(archive, given, aws) : folder(archive, given));
      }
    } catch (RuntimeException e) {
      open.forEach(OpenArchive::close);
      throw e;
    }
    return open;
  }

  private Optional<VerificationKeys> given() {
    if (publicKeys.isEmpty()) {
      return Optional.empty();
    }
    List<PublicKey> keys = new ArrayList<>();
    for (Path file : publicKeys) {
      try {
        keys.add(key("--public-key " + file, Files.readString(file)));
      } catch (IOException e) {
        throw new UserError("--public-key " + file + " cannot be read: " + UserError.reason(e), e);
      }
    }
    return Optional.of(new VerificationKeys(keys, "--public-key", true));
  }

  private static PublicKey key(String name, String pem) {
    try {
      return SigningKeys.publicKey(pem);
    } catch (IllegalArgumentException e) {
      throw new UserError(name + " is not a public key of an archive in PEM: " + e.getMessage(), e);
    }
  }

  private static OpenArchive folder(String archive, Optional<VerificationKeys> given) {
    FolderArchive source = new FolderArchive(Path.of(archive));
    return new OpenArchive(source, given.orElseGet(() -> keyWithin(source)));
  }

  private static VerificationKeys keyWithin(ArchiveSource source) {
    byte[] pem =
        source
            .find(PUBLIC_KEY)
            .orElseThrow(
                () ->
                    new UserError(
                        "the archive "
                            + source.name()
                            + " has no "
                            + PUBLIC_KEY
                            + ": give --public-key FILE"));
    PublicKey key =
        key(PUBLIC_KEY + " of " + source.name(), new String(pem, StandardCharsets.UTF_8));
    return new VerificationKeys(List.of(key), PUBLIC_KEY + " of the archive itself", false);
  }

  private static OpenArchive bucket(
      String archive, Optional<VerificationKeys> given, AwsAccess aws) {
    String path = archive.substring(S3.length());
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    String prefix = slash < 0 ? "" : path.substring(slash + 1);
    if (!BUCKET.matcher(bucket).matches()) {
      throw new UserError(
          "--archive "
              + archive
              + " does not name a bucket: give s3://BUCKET or s3://BUCKET/PREFIX");
    }
    VerificationKeys keys = given.orElseGet(() -> keyOfStack(archive, bucket, aws));
    return new OpenArchive(
        new BucketArchive(
            aws.s3(), bucket, prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/"),
        keys);
  }

  private static VerificationKeys keyOfStack(String archive, String bucket, AwsAccess aws) {
    Matcher stack = STACK_BUCKET.matcher(bucket);
    if (!stack.matches()) {
      throw new UserError(
          "--archive "
              + archive
              + " needs --public-key FILE: the bucket's name does not say which key signs it");
    }
    String alias = "alias/trade-archive-" + stack.group(2);
    try (KmsClient kms = aws.client(KmsClient::builder, stack.group(1))) {
      byte[] der = kms.getPublicKey(request -> request.keyId(alias)).publicKey().asByteArray();
      String pem =
          "-----BEGIN PUBLIC KEY-----\n"
              + Base64.getEncoder().encodeToString(der)
              + "\n-----END PUBLIC KEY-----\n";
      return new VerificationKeys(
          List.of(key(alias, pem)), "KMS " + alias + " in " + stack.group(1), true);
    } catch (SdkException e) {
      throw new UserError(
          "the public key of "
              + alias
              + " in "
              + stack.group(1)
              + " cannot be read: "
              + AwsAccess.problem(e)
              + "; give --public-key FILE, or get the permission kms:GetPublicKey",
          e);
    }
  }
}
