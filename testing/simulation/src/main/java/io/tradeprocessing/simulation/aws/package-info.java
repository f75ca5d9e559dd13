/** AWS as the system sees it: one Region's services, and what passes between two Regions. */
@NullMarked
package io.tradeprocessing.simulation.aws;

import org.jspecify.annotations.NullMarked;
