/** The settings that operators change without a deployment, and where functions read them. */
@NullMarked
package io.tradeprocessing.common.config;

import org.jspecify.annotations.NullMarked;
