package io.tradeprocessing.common.config;

import io.tradeprocessing.common.json.Json;
import io.tradeprocessing.common.json.JsonObject;
import io.tradeprocessing.common.json.JsonReader;
import io.tradeprocessing.common.json.MalformedJsonException;
import io.tradeprocessing.common.signature.SigningKeys;
import io.tradeprocessing.common.trade.TradeReview;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may sign reviews of trades; the shape is {@code {"<id of the key>": {"name", "publicKey":
 * "<PEM>"}}}. A reviewer may have several keys, for example while one replaces another.
 *
 * @param byKey by {@link SigningKeys#id}
 */
public record Reviewers(SortedMap<String, Reviewer> byKey) {

  /** Nobody. */
  public static final Reviewers NONE = new Reviewers(Collections.emptySortedMap());

  private static final String NAME = "name";
  private static final String PUBLIC_KEY = "publicKey";
  private static final int P_256 = 256;

  /**
   * A reviewer with one of the keys.
   *
   * @param name which says whether two keys are of one person
   */
  public record Reviewer(String name, PublicKey key) {

    /**
     * Whether a signature is this reviewer's.
     *
     * @param signed what was signed
     * @param base64 the signature in DER, as Base64; any other text is not a signature
     */
    public boolean signed(byte[] signed, String base64) {
      try {
        return SigningKeys.verifies(key, signed, Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  public Reviewers {
    byKey = Collections.unmodifiableSortedMap(new TreeMap<>(byKey));
  }

  /** Whose key it is; nothing for an unknown one. */
  public Optional<Reviewer> of(String keyId) {
    return Optional.ofNullable(byKey.get(keyId));
  }

  /**
   * The names of those who have signed a review with a key of theirs. What is not a signature of a
   * reviewer counts for nothing.
   */
  public Set<String> signersOf(TradeReview review) {
    byte[] signed = review.signedBytes();
    Set<String> names = new TreeSet<>();
    for (Json value : review.signatures()) {
      JsonObject signature = value.asObject().orElse(JsonObject.empty());
      signature
          .text("key")
          .flatMap(this::of)
          .filter(
              reviewer ->
                  signature.text("signature").filter(s -> reviewer.signed(signed, s)).isPresent())
          .map(Reviewer::name)
          .ifPresent(names::add);
    }
    return names;
  }

  /**
   * Reads reviewers.
   *
   * @param name of the text, for messages
   * @param problems where what is wrong is added, a sentence each
   * @return nothing if there were problems
   */
  public static Optional<Reviewers> read(String text, String name, List<String> problems) {
    int before = problems.size();
    SortedMap<String, Reviewer> byKey = new TreeMap<>();
    try {
      JsonReader.read(text)
          .asObject()
          .ifPresentOrElse(
              object ->
                  object.forEach(
                      (id, value) ->
                          reviewer(
                                  id,
                                  value.asObject().orElse(JsonObject.empty()),
                                  name + ", key " + Settings.shown(id),
                                  problems)
                              .ifPresent(reviewer -> byKey.put(id, reviewer))),
              () ->
                  problems.add(
                      name
                          + " must be a JSON object that gives name and publicKey for the id of"
                          + " each key"));
    } catch (MalformedJsonException e) {
      problems.add(name + " is not JSON: " + e.getMessage());
    }
    return problems.size() == before ? Optional.of(new Reviewers(byKey)) : Optional.empty();
  }

  private static Optional<Reviewer> reviewer(
      String id, JsonObject value, String where, List<String> problems) {
    Optional<String> name = value.text(NAME).map(String::strip).filter(text -> !text.isEmpty());
    Optional<String> pem = value.text(PUBLIC_KEY);
    if (name.isEmpty() || pem.isEmpty()) {
      problems.add(where + ": name and publicKey are required, each a string");
      return Optional.empty();
    }
    try {
      PublicKey key = SigningKeys.publicKey(pem.get());
      if (!(key instanceof ECPublicKey curve)
          || curve.getParams().getCurve().getField().getFieldSize() != P_256) {
        problems.add(where + ": publicKey is not a key on the curve P-256 (ECC_NIST_P256 in KMS)");
      } else if (!SigningKeys.id(key).equals(id)) {
        problems.add(where + ": the id of this publicKey is " + SigningKeys.id(key));
      } else {
        return Optional.of(new Reviewer(name.get(), key));
      }
    } catch (IllegalArgumentException e) {
      problems.add(where + ": publicKey is not a public key in PEM: " + e.getMessage());
    }
    return Optional.empty();
  }
}
