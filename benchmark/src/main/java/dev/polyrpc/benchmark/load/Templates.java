package dev.polyrpc.benchmark.load;

import dev.polyrpc.benchmark.stack.SampleMessages;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Requests that are made ahead, but for the products that they ask for and their request ids: so that the load side has next
 * to nothing to do. One at random of those given, for one or more products in a row, the first at random.
 */
public final class Templates implements Requests {
    private static final int FIRST_PLACE = 9_000_000;
    private static final int DIGITS = 7;

    private final List<Template> templates;
    private final int products;
    private final SplittableRandom random = new SplittableRandom(42);

    private Templates(List<Template> templates, int products) {
        this.templates = templates;
        this.products = products;
    }

    /** Makes them of requests with {@link #place} for products, of which there are so many. */
    public static Templates of(List<byte[]> requests, int products) {
        return new Templates(requests.stream().map(Template::new).toList(), products);
    }

    /** Stands for the n-th product of a request. */
    public static String place(int n) {
        return SampleMessages.productId(FIRST_PLACE + n);
    }

    @Override
    public void next(ByteBuf out) {
        Template template = templates.get(random.nextInt(templates.size()));
        int start = out.writerIndex();
        out.writeBytes(template.bytes);
        int product = random.nextInt(products);
        for (int offset : template.products) {
            decimal(out, start + offset, product);
            product = product + 1 == products ? 0 : product + 1;
        }
        for (int offset : template.requestIds) {
            hex(out, start + offset, RequestIds.count());
        }
    }

    private static void decimal(ByteBuf out, int at, int number) {
        int rest = number;
        for (int n = DIGITS - 1; n >= 0; n--) {
            out.setByte(at + n, '0' + rest % 10);
            rest /= 10;
        }
    }

    private static void hex(ByteBuf out, int at, long number) {
        for (int n = 0; n < RequestIds.DIGITS; n++) {
            out.setByte(at + RequestIds.DIGITS - 1 - n, Character.forDigit((int) (number >> (4 * n)) & 0xF, 16));
        }
    }

    /** A request, and where in it to write what changes. */
    private static final class Template {
        final byte[] bytes;
        final int[] products;
        final int[] requestIds;

        Template(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            List<Integer> places = new ArrayList<>();
            int at = text.indexOf(place(0));
            while (at >= 0) {
                places.add(at + place(0).length() - DIGITS);
                at = text.indexOf(place(places.size()), at);
            }
            List<Integer> ids = new ArrayList<>();
            for (int id = text.indexOf(RequestIds.SAMPLE); id >= 0; id = text.indexOf(RequestIds.SAMPLE, id + 1)) {
                ids.add(id + RequestIds.SAMPLE.length() - RequestIds.DIGITS);
            }
            this.bytes = bytes;
            this.products = places.stream().mapToInt(Integer::intValue).toArray();
            this.requestIds = ids.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
