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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Makes a function's package, as a folder and as a zip beside it: the function's classes at the root, the jars it runs with
 * under {@code lib/}, and the runtime wrapper with the files it needs. A source-file program, which the build of each
 * function runs on its runtime class path.
 *
 * <p>The zip is reproducible: the same class path gives the same bytes, wherever and whenever it is built. Entries are sorted,
 * and have one time and one of two modes. The compression is that of the JDK, so only the same JDK compresses alike.
 *
 * <p>The jars are stored uncompressed inside, because the package is compressed as a whole and twice is worse than once. They
 * lose what a function cannot use: the tables of local variables, which only a debugger reads (line numbers stay, for stack
 * traces), the asynchronous clients of the AWS services, and Maven's descriptions. Without that the recorder's package
 * is 9.1 MB, with it 7.6 MB.
 *
 * <p>Usage: {@code java FunctionPackage.java FOLDER CLASSPATH FILE… WRAPPER}
 */
final class FunctionPackage {

  /** Of every entry of the zip: the earliest time that a zip can hold. */
  private static final FileTime TIME = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));

  private final ClassFile classes;

  private FunctionPackage(List<Path> classPath) throws MalformedURLException {
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
  }

  public static void main(String[] args) throws IOException {
    // A zip holds local times.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    Path folder = Path.of(args[0]);
    List<Path> classPath = Stream.of(args[1].split(File.pathSeparator)).map(Path::of).toList();

    // What an earlier build left here would go into the package.
    delete(folder);
    Path libraries = Files.createDirectories(folder.resolve("lib"));
    FunctionPackage packaging = new FunctionPackage(classPath);
    for (Path entry : classPath) {
      if (Files.isDirectory(entry)) {
        copyTree(entry, folder);
      } else if (entry.toString().endsWith(".jar")) {
        packaging.store(entry, libraries.resolve(entry.getFileName()));
      } else {
        throw new IOException(entry + " is neither a folder of classes nor a jar");
      }
    }

    // The wrapper is last, so that a package with it is complete: it is the Makefile's target.
    for (int i = 2; i < args.length; i++) {
      Path file = Path.of(args[i]);
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

  private void store(Path from, Path to) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(from));
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (isUseful(entry.getName())) {
          byte[] content = in.readAllBytes();
          write(out, entry, isClass(entry.getName()) ? slim(content) : content);
        }
      }
    }
  }

  private static boolean isUseful(String name) {
    boolean asynchronous =
        name.startsWith("software/amazon/awssdk/services/") && name.matches(".*(Async|Publisher)[^/]*\\.class");
    return !name.endsWith("/") && !name.startsWith("META-INF/maven/") && !asynchronous;
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class") && !name.endsWith("module-info.class");
  }

  private byte[] slim(byte[] content) {
    return classes.transformClass(
        classes.parse(content), ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));
  }

  private static void write(ZipOutputStream out, ZipEntry original, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(original.getName());
    entry.setTime(original.getTime());
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
