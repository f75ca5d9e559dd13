/**
 * How a state works on its data: paths, payload templates, intrinsic functions and the conditions
 * of choices, compiled, and the failures that evaluating them can cause. Internal to this module.
 */
@NullMarked
package io.tradeprocessing.asl.data;

import org.jspecify.annotations.NullMarked;
