import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a function can reach of its class path: its own classes and, from there, each class that another one names.
 *
 * <p>A class names another one by any text of its constant pool: in an instruction, a descriptor, a generic signature, an
 * annotation, or a string that {@code Class.forName} may get. Resources name classes too (a list of interceptors, the
 * configuration of a logger), and {@code META-INF/services} ties a service to its implementations. So what is found by its name
 * is kept as well, and much more than is ever loaded.
 *
 * <p>One thing would defeat this: the client of an AWS service has a method for each operation of the service, 152 for
 * Systems Manager, and names the requests and responses of all of them. So a client keeps an operation only if a
 * class that the function reaches calls it. Nothing has to be listed: a function that calls another operation, or another service,
 * gets it packaged. A call by reflection would not be seen.
 */
final class Reachability {

  private static final Pattern CLIENT = Pattern.compile("(software/amazon/awssdk/services/.*/)[^/]+Client");
  private static final Pattern OPERATION =
      Pattern.compile("software/amazon/awssdk/services/.*/(model|paginators|waiters)/");
  private static final Pattern NAME = Pattern.compile("[\\w$./]+");
  // In the descriptor (IJLx/Y;)V the class follows the letters of two primitive types.
  private static final Pattern BEFORE_CLASS = Pattern.compile("[BCDFIJSZ]*L(?=.+/)");
  private static final String SERVICES = "META-INF/services/";
  private static final int LARGEST_TEXT = 100_000;

  private final ClassFile classes;
  private final Map<String, byte[]> content;
  private final Map<String, Set<String>> implementations = new HashMap<>();
  private final Set<String> reached = new HashSet<>();
  private final Deque<String> waiting = new ArrayDeque<>();
  private final Set<String> operations = new HashSet<>();
  private final Map<String, byte[]> clients = new HashMap<>();

  /**
   * @param content each class of the class path, by its internal name
   * @param resources every other file, with its path
   * @param roots the internal names of the function's own classes
   */
  Reachability(
      ClassFile classes, Map<String, byte[]> content, List<Map.Entry<String, byte[]>> resources, Set<String> roots) {
    this.classes = classes;
    this.content = content;
    resources.forEach(file -> read(file.getKey(), file.getValue()));
    roots.forEach(this::reach);
    int called;
    do {
      called = operations.size();
      // A client that was reached may have more operations by now.
      waiting.addAll(clients.keySet());
      while (!waiting.isEmpty()) {
        visit(waiting.remove());
      }
    } while (operations.size() > called);
  }

  boolean contains(String name) {
    return reached.contains(name);
  }

  /** The class as the function needs it: a client has the operations that are called, any other class is as it was. */
  byte[] content(String name) {
    return clients.getOrDefault(name, content.get(name));
  }

  private void read(String path, byte[] bytes) {
    Stream<String> named = names(new String(bytes, StandardCharsets.UTF_8));
    if (path.startsWith(SERVICES)) {
      String service = internal(path.substring(SERVICES.length()));
      named.forEach(name -> implementations.computeIfAbsent(service, key -> new HashSet<>()).add(name));
    } else if (!path.startsWith("META-INF/") && bytes.length <= LARGEST_TEXT) {
      named.forEach(this::reach);
    }
  }

  private void reach(String name) {
    if (content.containsKey(name) && reached.add(name)) {
      waiting.add(name);
    }
  }

  private void visit(String name) {
    ClassModel type = classes.parse(content.get(name));
    if (CLIENT.matcher(name).matches()) {
      clients.put(name, withoutUncalledOperations(type));
      type = classes.parse(clients.get(name));
    }
    for (PoolEntry entry : type.constantPool()) {
      if (entry instanceof Utf8Entry text) {
        names(text.stringValue()).forEach(this::reach);
      } else if (entry instanceof MemberRefEntry member) {
        Matcher client = CLIENT.matcher(member.owner().asInternalName());
        if (client.matches()) {
          operations.add(client.group(1) + member.name().stringValue());
        }
      }
    }
    implementations.getOrDefault(name, Set.of()).forEach(this::reach);
  }

  private byte[] withoutUncalledOperations(ClassModel client) {
    String type = client.thisClass().asInternalName();
    String service = type.substring(0, type.lastIndexOf('/') + 1);
    Deque<MethodModel> following = new ArrayDeque<>();
    for (MethodModel method : client.methods()) {
      String name = method.methodName().stringValue();
      boolean isOperation = OPERATION.matcher(method.methodType().stringValue()).find();
      if (isOperation ? operations.contains(service + name) : !name.startsWith("lambda$")) {
        following.add(method);
      }
    }
    // The body of a lambda is a method of its own, kept with the method that has the lambda.
    Set<MethodModel> kept = new HashSet<>();
    while (!following.isEmpty()) {
      MethodModel method = following.remove();
      if (kept.add(method)) {
        Set<String> bodies = bodiesOfLambdas(method);
        client.methods().stream()
            .filter(body -> bodies.contains(body.methodName().stringValue()))
            .forEach(following::add);
      }
    }
    // The list of inner classes names the builder of every request. Only reflection reads it.
    return classes.transformClass(
        client,
        ClassTransform.dropping(
            element ->
                element instanceof InnerClassesAttribute
                    || element instanceof MethodModel method && !kept.contains(method)));
  }

  private static Set<String> bodiesOfLambdas(MethodModel method) {
    return method.code().stream()
        .flatMap(CodeModel::elementStream)
        .filter(InvokeDynamicInstruction.class::isInstance)
        .map(InvokeDynamicInstruction.class::cast)
        .flatMap(lambda -> lambda.bootstrapArgs().stream())
        .filter(DirectMethodHandleDesc.class::isInstance)
        .map(body -> ((DirectMethodHandleDesc) body).methodName())
        .collect(Collectors.toSet());
  }

  /** Whatever in a text may be the internal name of a class. */
  private static Stream<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .flatMap(
            match ->
                Stream.of(
                    internal(match.group()), BEFORE_CLASS.matcher(match.group()).replaceFirst("")));
  }

  private static String internal(String name) {
    return name.replace('.', '/');
  }
}
