package io.tradeprocessing.cli.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What one check found. */
public sealed interface Finding {

  /** What was checked, such as the name of a resource. */
  String subject();

  /** What is so, as the rest of a sentence that begins with the subject. */
  String text();

  /** What to do about it. */
  Optional<String> advice();

  /** The word for it in the output. */
  String level();

  /** Whether somebody has to do something before the result is sound. */
  default boolean fails() {
    return false;
  }

  /** As it should be. */
  record Ok(String subject, String text) implements Finding {
    @Override
    public Optional<String> advice() {
      return Optional.empty();
    }

    @Override
    public String level() {
      return "OK";
    }
  }

  /**
   * Works, but not as it should, or not under load.
   *
   * @param todo what to do
   */
  record Warn(String subject, String text, String todo) implements Finding {
    @Override
    public Optional<String> advice() {
      return Optional.of(todo);
    }

    @Override
    public String level() {
      return "WARN";
    }
  }

  /**
   * Fails, or will.
   *
   * @param todo what to do
   */
  record Fail(String subject, String text, String todo) implements Finding {
    @Override
    public Optional<String> advice() {
      return Optional.of(todo);
    }

    @Override
    public String level() {
      return "FAIL";
    }

    @Override
    public boolean fails() {
      return true;
    }
  }

  /**
   * Could not be checked.
   *
   * @param todo what to do so that it can be
   */
  record Unknown(String subject, String text, String todo) implements Finding {
    @Override
    public Optional<String> advice() {
      return Optional.of(todo);
    }

    @Override
    public String level() {
      return "UNKNOWN";
    }

    @Override
    public boolean fails() {
      return true;
    }
  }

  /** As an object. */
  default ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("level", level())
            .put("subject", subject())
            .put("text", text());
    advice().ifPresent(todo -> json.put("do", todo));
    return json;
  }
}
