package io.tradeprocessing.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradeprocessing.common.config.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a run leaves behind.
 *
 * @param history what the services did
 * @param replicas the Regions' tables and queues; the first is the primary
 * @param lost whether the primary is lost for good
 * @param planned the last planned failover, if no unplanned one came after it
 * @param sent what the sources sent
 * @param settings of the functions
 * @param end when it was
 * @param chance chooses what is damaged afterwards
 * @param examined is given each store that verify examined
 */
public record Evidence(
    History history,
    List<Replica> replicas,
    boolean lost,
    Optional<History.PlannedFailover> planned,
    List<Sent> sent,
    Settings settings,
    Instant end,
    RandomGenerator chance,
    Consumer<Examined> examined) {

  public Evidence {
    replicas = List.copyOf(replicas);
    sent = List.copyOf(sent);
  }

  /**
   * A store, and what {@code trades verify} says of it.
   *
   * @param region whose replica it is
   * @param flaws trade, sort key and kind of each
   */
  public record Examined(
      String region, List<Map<String, AttributeValue>> items, Set<String> flaws) {

    public Examined {
      items = List.copyOf(items);
      flaws = Set.copyOf(flaws);
    }
  }

  /** What somebody with the rights to do so can do to a table. */
  public interface Damage {
    /** Puts an item, whatever is there. */
    void put(Map<String, AttributeValue> item);

    /** Removes an item. */
    void remove(Map<String, AttributeValue> item);
  }

  /**
   * What is in a bucket.
   *
   * @param versions of each object, the oldest first; it shows what is written later, too
   * @param key whether a signature, the second, is the archiver's over the first
   */
  public record Archive(Map<String, List<byte[]>> versions, BiPredicate<byte[], byte[]> key) {}

  /**
   * A Region's table, dead letters and archive.
   *
   * @param client of the table, without faults
   * @param letters what is in the queues
   * @param archive of what the Region wrote
   * @param damage what can be done to the table afterwards
   */
  public record Replica(
      String region,
      int slot,
      List<Map<String, AttributeValue>> items,
      DynamoDbClient client,
      List<String> letters,
      Archive archive,
      Damage damage) {

    public Replica {
      items = List.copyOf(items);
      letters = List.copyOf(letters);
    }

    List<Recorded> records() {
      return items.stream().map(Recorded::new).filter(item -> !item.isHead()).toList();
    }

    List<Recorded> heads() {
      return items.stream().map(Recorded::new).filter(Recorded::isHead).toList();
    }
  }

  /**
   * An event that a source sent.
   *
   * @param valid whether the contract accepts it
   */
  public record Sent(JsonNode envelope, boolean valid) {}

  /** The replica that operators work with: the standby where the primary is lost. */
  Replica living() {
    return replicas.get(lost ? 1 : 0);
  }
}
