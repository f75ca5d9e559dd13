/** Where records are: a store folder on this machine, or a table on AWS. */
@NullMarked
package io.tradeprocessing.cli.store;

import org.jspecify.annotations.NullMarked;
