/** Signatures by ECDSA on P-256, of the archiver and of reviewers. */
@NullMarked
package io.tradeprocessing.common.signature;

import org.jspecify.annotations.NullMarked;
