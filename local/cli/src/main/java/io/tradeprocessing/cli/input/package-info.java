/** What a user's files hold: events, one by one, as EventBridge envelopes. */
@NullMarked
package io.tradeprocessing.cli.input;

import org.jspecify.annotations.NullMarked;
