/**
 * The function that copies every record, and every change of one, from the table's stream to an
 * archive that nobody can change. Objects, names and signatures are pure; S3 and KMS are at the
 * edge, behind {@link io.tradeprocessing.archiver.Archive} and {@link
 * io.tradeprocessing.common.signature.Signer}.
 */
@NullMarked
package io.tradeprocessing.archiver;

import org.jspecify.annotations.NullMarked;
