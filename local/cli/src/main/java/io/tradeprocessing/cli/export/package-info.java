/**
 * The evidence pack: records with what proves them, for somebody who has to check them without this
 * project.
 */
@NullMarked
package io.tradeprocessing.cli.export;

import org.jspecify.annotations.NullMarked;
