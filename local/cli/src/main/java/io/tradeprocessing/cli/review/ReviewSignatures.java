package io.tradeprocessing.cli.review;

import io.tradeprocessing.common.config.Reviewers;
import io.tradeprocessing.common.store.ComplianceRecord;
import io.tradeprocessing.common.store.RecordStatus;
import io.tradeprocessing.common.trade.TradeReview;
import io.tradeprocessing.common.trade.TradeReview.Decision;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the reviews on record that needed two reviewers have their signatures. The validator saw
 * to that when it accepted them; this needs no trust in it, and no other key than the reviewers'
 * public ones. For several threads.
 */
public final class ReviewSignatures {

  /** Reviewers that a decision needs where the rules' own judgement does not suffice. */
  private static final int NEEDED = 2;

  private final Optional<Reviewers> reviewers;
  private final AtomicLong unsigned = new AtomicLong();

  /** Hashes of the reviews that were looked at: archives may have a record more than once. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * @param reviewers whose signatures count; without them reviews are counted and not checked
   */
  public ReviewSignatures(Optional<Reviewers> reviewers) {
    this.reviewers = reviewers;
  }

  /**
   * Looks at a record, once.
   *
   * @return who signed it, for people, if it is a review that counts although two reviewers did not
   */
  public Optional<String> flaw(ComplianceRecord record) {
    Optional<TradeReview> review =
        record
            .entry()
            .review()
            .filter(_ -> record.entry().status() == RecordStatus.ACCEPTED)
            .filter(each -> each.decision().filter(Decision::needsTwoReviewers).isPresent());
    if (review.isEmpty() || !known.add(record.recomputedHash())) {
      return Optional.empty();
    }
    Optional<Set<String>> signers = reviewers.map(keys -> keys.signersOf(review.get()));
    if (signers.isEmpty() || signers.get().size() >= NEEDED) {
      return Optional.empty();
    }
    unsigned.incrementAndGet();
    String by =
        signers.get().isEmpty() ? "by nobody" : "only by " + String.join(", ", signers.get());
    return Optional.of(
        "this review counts, and is signed "
            + by
            + " of --reviewers; it takes the keys that reviewers had at the time of it");
  }

  /** Reviews so far that needed two reviewers. */
  public long reviews() {
    return known.size();
  }

  /** Those of them that are not signed by two. */
  public long unsigned() {
    return unsigned.get();
  }

  /** Whether there are keys to check them with. */
  public boolean areChecked() {
    return reviewers.isPresent();
  }
}
