/** The SAM template and the state machine's definition, as a user's files hold them. */
@NullMarked
package io.tradeprocessing.cli.template;

import org.jspecify.annotations.NullMarked;
