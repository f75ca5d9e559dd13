/** Tests of the archiver; S3 and KMS in AWS's own protocol are tested on LocalStack. */
@NullMarked
package io.tradeprocessing.archiver;

import org.jspecify.annotations.NullMarked;
