# The functions as container images, of the same classes and libraries as the zips:
#   ./mvnw package -DskipTests
#   docker buildx build --platform linux/arm64 --target recorder --tag trade-processing:recorder .
# Each has an ahead-of-time cache (JEP 514), which its own JVM writes while the image is built. So an image for another
# architecture than the builder's needs its emulation, and the cache knows connections if the builder can reach AWS.
FROM public.ecr.aws/lambda/java:25 AS function
COPY packaging/aot-wrapper packaging/aot-training /opt/
ENV AWS_LAMBDA_EXEC_WRAPPER=/opt/aot-wrapper

FROM function AS validator
COPY validator/target/function/runtime-wrapper /var/task/
COPY validator/target/function/lib/ validator/target/trade-processing-validator-*.jar /var/task/lib/
RUN /opt/aot-training io.tradeprocessing.validator.ValidateTradeHandler
CMD ["io.tradeprocessing.validator.ValidateTradeHandler"]

FROM function AS enricher
COPY enricher/target/function/runtime-wrapper /var/task/
COPY enricher/target/function/lib/ enricher/target/trade-processing-enricher-*.jar /var/task/lib/
RUN /opt/aot-training io.tradeprocessing.enricher.EnrichTradeHandler
CMD ["io.tradeprocessing.enricher.EnrichTradeHandler"]

FROM function AS recorder
COPY recorder/target/function/runtime-wrapper /var/task/
COPY recorder/target/function/lib/ recorder/target/trade-processing-recorder-*.jar /var/task/lib/
RUN /opt/aot-training io.tradeprocessing.recorder.RecordComplianceHandler
CMD ["io.tradeprocessing.recorder.RecordComplianceHandler"]

FROM function AS archiver
COPY archiver/target/function/runtime-wrapper /var/task/
COPY archiver/target/function/lib/ archiver/target/trade-processing-archiver-*.jar /var/task/lib/
RUN /opt/aot-training io.tradeprocessing.archiver.ArchiveRecordsHandler
CMD ["io.tradeprocessing.archiver.ArchiveRecordsHandler"]
