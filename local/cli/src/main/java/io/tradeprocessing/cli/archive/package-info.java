/**
 * Archives of records: {@link io.tradeprocessing.cli.archive.ArchiveSource} is one that is read,
 * from a folder or a bucket, and {@link io.tradeprocessing.cli.archive.StreamRecords} feeds the one
 * that a local run writes.
 */
@NullMarked
package io.tradeprocessing.cli.archive;

import org.jspecify.annotations.NullMarked;
