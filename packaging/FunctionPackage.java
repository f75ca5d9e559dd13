import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ConstantDescs;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes a function's package, as a folder and as a zip beside it: the function's classes at the root, the jars it runs with
 * under {@code lib/}, and the runtime wrapper with the files it needs. A source-file program, which the build of each
 * function runs on its runtime class path.
 *
 * <p>The zip is reproducible: the same class path gives the same bytes, wherever and whenever it is built. Entries are sorted,
 * and have one time and one of two modes. The compression is that of the JDK, so only the same JDK compresses alike.
 *
 * <p>The jars are stored uncompressed inside, because the package is compressed as a whole and twice is worse than once. Of
 * them it has the classes that the function can reach ({@link Reachability}), without the tables of local variables, which only a debugger
 * reads; line numbers stay, for stack traces. Of a class in several releases it has the one for this JDK.
 *
 * <p>Usage: {@code java FunctionPackage.java FOLDER CLASSPATH FILE… WRAPPER}; of a folder in place of a file, what is in it
 */
final class FunctionPackage {

  /** Of every entry of the zip: the earliest time that a zip can hold. */
  private static final FileTime TIME = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));

  private final ClassFile classes;
  private final Reachability reachable;

  private FunctionPackage(List<Path> classPath, Collection<Map<String, byte[]>> files, Set<String> own)
      throws MalformedURLException {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    // Stack maps are computed anew and ask for common superclasses; an optional dependency that is not there counts as Object.
    ClassHierarchyResolver onClassPath = ClassHierarchyResolver.ofResourceParsing(new URLClassLoader(urls));
    ClassHierarchyResolver missing =
        type -> ClassHierarchyResolver.ClassHierarchyInfo.ofClass(ConstantDescs.CD_Object);
    classes =
        ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.LineNumbersOption.PASS_LINE_NUMBERS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(onClassPath.orElse(missing)));

    Map<String, byte[]> content = new HashMap<>();
    List<Map.Entry<String, byte[]>> resources = new ArrayList<>();
    for (Map<String, byte[]> entries : files) {
      for (Map.Entry<String, byte[]> file : entries.entrySet()) {
        if (isClass(file.getKey())) {
          content.putIfAbsent(type(file.getKey()), file.getValue());
        } else {
          resources.add(file);
        }
      }
    }
    reachable = new Reachability(classes, content, resources, own);
  }

  public static void main(String[] args) throws IOException {
    // A zip holds local times.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    Path folder = Path.of(args[0]);
    List<Path> classPath = Stream.of(args[1].split(File.pathSeparator)).map(Path::of).toList();

    // What an earlier build left here would go into the package.
    delete(folder);
    Path libraries = Files.createDirectories(folder.resolve("lib"));
    Map<Path, Map<String, byte[]>> files = new LinkedHashMap<>();
    Set<String> own = new HashSet<>();
    for (Path entry : classPath) {
      if (Files.isDirectory(entry)) {
        files.put(entry, inFolder(entry));
        files.get(entry).keySet().stream().filter(FunctionPackage::isClass).map(FunctionPackage::type).forEach(own::add);
        copyTree(entry, folder);
      } else if (entry.toString().endsWith(".jar")) {
        files.put(entry, inJar(entry));
      } else {
        throw new IOException(entry + " is neither a folder of classes nor a jar");
      }
    }
    new FunctionPackage(classPath, files.values(), own).storeLibraries(files, libraries);

    // The wrapper is last, so that a package with it is complete: it is the Makefile's target.
    for (int i = 2; i < args.length; i++) {
      Path file = Path.of(args[i]);
      if (Files.isDirectory(file)) {
        copyTree(file, folder);
        continue;
      }
      Path target = folder.resolve(file.getFileName());
      Files.copy(file, target);
      if (Files.isExecutable(file) && !target.toFile().setExecutable(true, false)) {
        throw new IOException(target + " cannot be made executable, and the function would not start without");
      }
    }
    zip(folder, folder.resolveSibling(folder.getFileName() + ".zip"));
  }

  private static void zip(Path folder, Path zip) throws IOException {
    Files.deleteIfExists(zip);
    Map<String, String> options = Map.of("create", "true", "enablePosixFileAttributes", "true");
    try (Stream<Path> files = Files.walk(folder).skip(1);
        FileSystem entries = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), options)) {
      for (Path file : files.sorted(Comparator.comparing(file -> name(folder, file))).toList()) {
        Path entry = entries.getPath(name(folder, file));
        if (Files.isDirectory(file)) {
          Files.createDirectory(entry);
        } else {
          Files.copy(file, entry);
        }
        Files.setPosixFilePermissions(
            entry, PosixFilePermissions.fromString(Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
        Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(TIME, TIME, TIME);
      }
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private void storeLibraries(Map<Path, Map<String, byte[]>> files, Path folder) throws IOException {
    for (Map.Entry<Path, Map<String, byte[]>> library : files.entrySet()) {
      Map<String, byte[]> kept = new TreeMap<>(library.getValue());
      kept.keySet().removeIf(name -> isClass(name) && !reachable.contains(type(name)));
      if (!Files.isDirectory(library.getKey()) && !kept.keySet().stream().allMatch(name -> name.startsWith("META-INF/"))) {
        store(kept, folder.resolve(library.getKey().getFileName()));
      }
    }
  }

  private void store(Map<String, byte[]> files, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        String name = entry.getKey();
        write(out, name, isClass(name) ? slim(reachable.content(type(name))) : entry.getValue());
      }
    }
  }

  private static Map<String, byte[]> inFolder(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(name(folder, path), Files.readAllBytes(path));
      }
    }
    return files;
  }

  /** The files of a jar as the JVM of this program finds them: of those in several releases, the newest that is for it. */
  private static Map<String, byte[]> inJar(Path path) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : jar.versionedStream().filter(entry -> isUseful(entry.getName())).toList()) {
        files.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    return files;
  }

  private static boolean isUseful(String name) {
    return !name.endsWith("/")
        && !name.endsWith("module-info.class")
        && !name.startsWith("META-INF/maven/")
        && !name.startsWith("META-INF/native-image/");
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class");
  }

  private static String type(String file) {
    return file.substring(0, file.length() - ".class".length());
  }

  private byte[] slim(byte[] content) {
    return classes.transformClass(
        classes.parse(content), ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));
  }

  private static void write(ZipOutputStream out, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(TIME);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
