package dev.polyrpc.client;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.rpc.ErrorDetailsProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes what tools such as grpcurl need to show the details of errors, as reflection does not know them. */
@Command(
        name = "error-details",
        description = "Writes the descriptors of google.rpc's error details to a file.",
        hidden = true)
final class ErrorDetailsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The descriptor set to write.")
    private Path file = Path.of("error-details.binpb");

    @Override
    public Integer call() throws IOException {
        FileDescriptorSet.Builder descriptors = FileDescriptorSet.newBuilder();
        FileDescriptor details = ErrorDetailsProto.getDescriptor();
        details.getDependencies().forEach(dependency -> descriptors.addFile(dependency.toProto()));
        descriptors.addFile(details.toProto());
        try (OutputStream out = Files.newOutputStream(file)) {
            descriptors.build().writeTo(out);
        }
        return 0;
    }
}
