/** The settings that operators change without a deployment, and where they are read from. */
@NullMarked
package io.tradeprocessing.common.config;

import org.jspecify.annotations.NullMarked;
