/**
 * A compiled definition: its states ({@link io.tradeprocessing.asl.model.State}), which are
 * internal to this module, and its shape ({@link io.tradeprocessing.asl.model.Outline}), which
 * diagrams and checks read.
 */
@NullMarked
package io.tradeprocessing.asl.model;

import org.jspecify.annotations.NullMarked;
