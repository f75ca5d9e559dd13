/** Clients of AWS services, with the credentials of the AWS CLI, and how fast they may ask. */
@NullMarked
package io.tradeprocessing.cli.aws;

import org.jspecify.annotations.NullMarked;
