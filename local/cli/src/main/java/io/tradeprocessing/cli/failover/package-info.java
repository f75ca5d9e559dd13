/**
 * Moves the intake from one Region to the other: what both Regions say, the plan that follows from
 * it, and the calls that carry it out. {@link io.tradeprocessing.cli.failover.Plan} knows no AWS;
 * {@link io.tradeprocessing.cli.failover.AwsRegion} knows no plan.
 */
@NullMarked
package io.tradeprocessing.cli.failover;

import org.jspecify.annotations.NullMarked;
