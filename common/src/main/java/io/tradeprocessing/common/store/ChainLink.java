package io.tradeprocessing.common.store;

import java.util.Optional;

/**
 * A record's place in its trade's chain.
 *
 * @param sequence 1 for the first record of the trade to arrive, then 2, …
 * @param previousHash {@code recordHash} of the record before; nothing for the first
 * @param recordHash SHA-256 over every other attribute of the record, {@code previousHash} among
 *     them
 */
public record ChainLink(long sequence, Optional<String> previousHash, String recordHash) {}
