# The functions as container images, from the same folders that the zips are made of:
#   ./mvnw package -DskipTests
#   docker buildx build --platform linux/arm64 --target recorder --tag trade-processing:recorder .
# The folders are pure Java, so an image for arm64 needs no emulation to build.
FROM public.ecr.aws/lambda/java:25 AS function
ENV AWS_LAMBDA_EXEC_WRAPPER=/var/task/runtime-wrapper

FROM function AS validator
COPY validator/target/function/lib/ /var/task/lib/
COPY validator/target/function/ /var/task/
CMD ["io.tradeprocessing.validator.ValidateTradeHandler"]

FROM function AS enricher
COPY enricher/target/function/lib/ /var/task/lib/
COPY enricher/target/function/ /var/task/
CMD ["io.tradeprocessing.enricher.EnrichTradeHandler"]

FROM function AS recorder
COPY recorder/target/function/lib/ /var/task/lib/
COPY recorder/target/function/ /var/task/
CMD ["io.tradeprocessing.recorder.RecordComplianceHandler"]
