/** Reviews of recorded events: drafts, and the signatures that reviewers add to them. */
@NullMarked
package io.tradeprocessing.cli.review;

import org.jspecify.annotations.NullMarked;
