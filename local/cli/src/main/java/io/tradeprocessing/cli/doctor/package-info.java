/**
 * What would fail in an environment or on a machine, and why, before it does. What is found is
 * judged by pure functions of records; {@link io.tradeprocessing.cli.doctor.AwsEnvironment} and
 * {@link io.tradeprocessing.cli.doctor.Machine} read the records.
 */
@NullMarked
package io.tradeprocessing.cli.doctor;

import org.jspecify.annotations.NullMarked;
